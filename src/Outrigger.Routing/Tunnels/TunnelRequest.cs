using Envoy.Extensions.Filters.Network.TcpProxy.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Mutations;

namespace Outrigger.Routing.Tunnels;

/// <summary>
/// The request that opens a tunnel through another proxy:
/// <c>envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TunnelingConfig</c>, compiled. Immutable.
/// </summary>
public sealed class TunnelRequest
{
    private TunnelRequest(HeaderTemplate hostname, HeaderMutationPlan headers, string? postPath)
    {
        Hostname = hostname;
        Headers = headers;
        PostPath = postPath;
    }

    /// <summary>The host and port that the other proxy is to connect to.</summary>
    public HeaderTemplate Hostname { get; }

    /// <summary>The headers that are added.</summary>
    public HeaderMutationPlan Headers { get; }

    /// <summary>The path of a POST request that carries the bytes; null for CONNECT.</summary>
    public string? PostPath { get; }

    /// <summary>Compiles the request.</summary>
    /// <param name="config">The configuration; not kept.</param>
    public static TunnelRequestResult Compile(TcpProxy.Types.TunnelingConfig config)
    {
        var context = new CompileContext(RoutingLimits.Default);
        FieldPath path = FieldPath.Root;
        if (config.Hostname.Length == 0)
        {
            context.Error(path.Field("hostname"), "found nothing, expected a host and a port");
        }

        if (config.PostPath.Length > 0 && (!config.UsePost || config.PostPath[0] != '/'))
        {
            context.Error(path.Field("post_path"), "expected a path that begins with '/', with use_post only");
        }

        HeaderTemplate? hostname = HeaderTemplate.Compile(config.Hostname, path.Field("hostname"), context);
        HeaderMutationStage? headers =
            HeaderMutationStage.CompileAdditions(config.HeadersToAdd, "headers_to_add", path, context);
        if (context.HasErrors)
        {
            return new(null, context.Errors);
        }

        string postPath = config.PostPath.Length > 0 ? config.PostPath : "/";
        var plan = HeaderMutationPlan.Of(mostSpecificWins: false, headers);
        return new(new TunnelRequest(hostname!, plan, config.UsePost ? postPath : null), []);
    }
}

/// <summary>What became of the configuration of a tunnel.</summary>
/// <param name="Request">The request; null when there are errors.</param>
/// <param name="Errors">Every mistake, in the order of the fields.</param>
public sealed record TunnelRequestResult(TunnelRequest? Request, IReadOnlyList<ConfigurationError> Errors);
