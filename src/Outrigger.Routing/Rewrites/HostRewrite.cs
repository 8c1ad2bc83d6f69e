using System.Text;
using Envoy.Config.Route.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;
using Specifier = Envoy.Config.Route.V3.RouteAction.HostRewriteSpecifierOneofCase;

namespace Outrigger.Routing.Rewrites;

/// <summary>A new host in place of the old one: <c>RouteAction.host_rewrite_specifier</c>.</summary>
public sealed class HostRewrite
{
    private readonly byte[] _literal;
    private readonly HeaderName _header;
    private readonly RegexSubstitution? _pathRegex;

    private HostRewrite(HostRewriteKind kind, string literal, RegexSubstitution? pathRegex = null)
    {
        Kind = kind;
        _literal = Encoding.UTF8.GetBytes(literal);
        _header = new HeaderName(kind == HostRewriteKind.Header ? literal : "");
        _pathRegex = pathRegex;
    }

    /// <summary>Where the new host comes from.</summary>
    public HostRewriteKind Kind { get; }

    /// <summary>
    /// Writes the new host. Returns false when the host stays: the header is missing or empty, or the host is
    /// the endpoint's (<see cref="HostRewriteKind.Endpoint"/>), which is not known before an endpoint is
    /// chosen.
    /// </summary>
    internal bool TryWrite<TRequest>(scoped ref TRequest request, scoped ref ByteWriter writer)
        where TRequest : struct, IRequestView, allows ref struct
    {
        switch (Kind)
        {
            case HostRewriteKind.Literal:
                writer.Write(_literal);
                return true;
            case HostRewriteKind.Header:
                if (!_header.TryRead(ref request, out ReadOnlySpan<byte> value) || value.IsEmpty)
                {
                    return false;
                }

                writer.Write(value);
                return true;
            case HostRewriteKind.PathRegex:
                _pathRegex!.Write(new PathParts(request.Path).Path, ref writer);
                return true;
            default:
                return false;
        }
    }

    internal static HostRewrite Literal(string host) => new(HostRewriteKind.Literal, host);

    internal static HostRewrite? Compile(RouteAction action, FieldPath path, CompileContext context)
    {
        switch (action.HostRewriteSpecifierCase)
        {
            case Specifier.HostRewriteLiteral:
                return new(HostRewriteKind.Literal, action.HostRewriteLiteral);
            case Specifier.AutoHostRewrite:
                return action.AutoHostRewrite == true ? new(HostRewriteKind.Endpoint, "") : null;
            case Specifier.HostRewriteHeader:
                return new(HostRewriteKind.Header, action.HostRewriteHeader);
            case Specifier.HostRewritePathRegex:
                RegexSubstitution? regex = RegexSubstitution.Compile(
                    action.HostRewritePathRegex, path.Field("host_rewrite_path_regex"), context);
                return regex is null ? null : new(HostRewriteKind.PathRegex, "", regex);
            default:
                return null;
        }
    }
}
