using System.Text;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;
using Outrigger.Routing.Rewrites;
using ProtoRedirect = Envoy.Config.Route.V3.RedirectAction;

namespace Outrigger.Routing.Actions;

/// <summary>An answer that sends the client elsewhere: <c>envoy.config.route.v3.RedirectAction</c>.</summary>
public sealed class RedirectResponse
{
    private readonly byte[] _scheme;
    private readonly byte[] _host;
    private readonly byte[] _port;
    private readonly byte[] _path;
    private readonly bool _pathHasQuery;
    private readonly PathRewrite? _pathRewrite;
    private readonly bool _stripQuery;

    private RedirectResponse(int status, ProtoRedirect redirect, PathRewrite? pathRewrite)
    {
        Status = status;
        _scheme = Encoding.UTF8.GetBytes(redirect.HttpsRedirect ? "https" : redirect.SchemeRedirect);
        _host = Encoding.UTF8.GetBytes(redirect.HostRedirect);
        _port = redirect.PortRedirect == 0 ? [] : Encoding.UTF8.GetBytes($":{redirect.PortRedirect}");
        _path = Encoding.UTF8.GetBytes(redirect.PathRedirect);
        _pathHasQuery = redirect.PathRedirect.Contains('?', StringComparison.Ordinal);
        _pathRewrite = pathRewrite;
        _stripQuery = redirect.StripQuery;
    }

    /// <summary>The HTTP status: 301, 302, 303, 307 or 308.</summary>
    public int Status { get; }

    /// <summary>The redirect to HTTPS that a virtual host's <c>require_tls</c> asks for.</summary>
    internal static RedirectResponse ToTls { get; } =
        new(301, new ProtoRedirect { HttpsRedirect = true }, null);

    /// <summary>Writes the <c>location</c> of one request's redirect.</summary>
    internal void WriteLocation<TRequest>(scoped ref TRequest request, scoped ref ByteWriter writer)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ReadOnlySpan<byte> scheme = _scheme.Length > 0 ? _scheme : request.Scheme;
        writer.Write(scheme);
        writer.Write("://"u8);
        if (_host.Length > 0)
        {
            writer.Write(_host);
        }
        else
        {
            writer.Write(HostWithoutStalePort(ref request, scheme));
        }

        writer.Write(_port);
        WritePath(request.Path, ref writer);
    }

    internal static RedirectResponse? Compile(
        ProtoRedirect redirect, PathCondition matched, FieldPath path, CompileContext context)
    {
        int status = redirect.ResponseCode switch
        {
            ProtoRedirect.Types.RedirectResponseCode.MovedPermanently => 301,
            ProtoRedirect.Types.RedirectResponseCode.Found => 302,
            ProtoRedirect.Types.RedirectResponseCode.SeeOther => 303,
            ProtoRedirect.Types.RedirectResponseCode.TemporaryRedirect => 307,
            ProtoRedirect.Types.RedirectResponseCode.PermanentRedirect => 308,
            _ => 0,
        };
        if (status == 0)
        {
            context.Error(
                path.Field("response_code"), $"{(int)redirect.ResponseCode} is no redirect response code");
        }

        if (redirect.PortRedirect > ushort.MaxValue)
        {
            context.Error(
                path.Field("port_redirect"), $"{redirect.PortRedirect} is no port; expected 1 to 65535");
        }

        RejectLineBreaks(redirect, path, context);
        switch (redirect.PathRewriteSpecifierCase)
        {
            case ProtoRedirect.PathRewriteSpecifierOneofCase.PrefixRewrite:
                return new(status, redirect, PathRewrite.Prefix(redirect.PrefixRewrite, matched));
            case ProtoRedirect.PathRewriteSpecifierOneofCase.RegexRewrite:
                RegexSubstitution? regex =
                    RegexSubstitution.Compile(redirect.RegexRewrite, path.Field("regex_rewrite"), context);
                return regex is null ? null : new(status, redirect, PathRewrite.Regex(regex));
            default:
                return new(status, redirect, null);
        }
    }

    private static void RejectLineBreaks(ProtoRedirect redirect, FieldPath path, CompileContext context)
    {
        ReadOnlySpan<(string Field, string Value)> values =
        [
            ("scheme_redirect", redirect.SchemeRedirect),
            ("host_redirect", redirect.HostRedirect),
            ("path_redirect", redirect.PathRedirect),
            ("prefix_rewrite", redirect.PrefixRewrite),
        ];
        foreach ((string field, string value) in values)
        {
            if (value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
            {
                context.Error(
                    path.Field(field), "the value holds a line break or a NUL, which no header can carry");
            }
        }
    }

    private void WritePath(ReadOnlySpan<byte> target, scoped ref ByteWriter writer)
    {
        if (_path.Length > 0 && _pathHasQuery)
        {
            // A query in path_redirect is the operator's own: it replaces the client's, and strip_query
            // spares it.
            writer.Write(_path);
            return;
        }

        var parts = new PathParts(target);
        if (_path.Length > 0)
        {
            writer.Write(_path);
        }
        else if (_pathRewrite is not null)
        {
            _pathRewrite.WritePath(parts.Path, ref writer);
        }
        else
        {
            writer.Write(parts.Path);
        }

        if (!_stripQuery)
        {
            writer.Write(parts.Suffix);
        }
    }

    /// <summary>
    /// The request's host; without its port when another one is set, or when it is the default port of the
    /// scheme that the redirect leaves.
    /// </summary>
    private ReadOnlySpan<byte> HostWithoutStalePort<TRequest>(
        scoped ref TRequest request, scoped ReadOnlySpan<byte> newScheme)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ReadOnlySpan<byte> host = request.Authority;
        int portStart = HostPort.FindPort(host);
        if (portStart < 0)
        {
            return host;
        }

        if (!request.TryGetHeader("x-forwarded-proto"u8, out ReadOnlySpan<byte> scheme) || scheme.IsEmpty)
        {
            scheme = request.Scheme;
        }

        ReadOnlySpan<byte> port = host[portStart..];
        bool isStale = _port.Length > 0
            || (!newScheme.SequenceEqual(scheme)
                && ((scheme.SequenceEqual("http"u8) && port.SequenceEqual(":80"u8))
                    || (scheme.SequenceEqual("https"u8) && port.SequenceEqual(":443"u8))));
        return isStale ? host[..portStart] : host;
    }
}
