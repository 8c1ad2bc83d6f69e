using Envoy.Config.Listener.V3;
using Envoy.Config.Route.V3;
using Envoy.Extensions.Filters.Http.Router.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Discovery.Generation;

namespace Outrigger.Discovery.Listeners;

/// <summary>
/// Builds HTTP connection managers with the values that Istio gives to sidecars and gateways.
/// </summary>
internal static class HttpConnectionManagers
{
    /// <summary>The name of the HTTP connection manager filter.</summary>
    public const string FilterName = "envoy.filters.network.http_connection_manager";

    /// <summary>A connection manager whose routes come over xDS under <paramref name="routeName"/>.</summary>
    /// <param name="statPrefix">The prefix of the statistics.</param>
    /// <param name="routeName">The route configuration to ask for.</param>
    /// <param name="edge">True on a gateway, where the peer is the client itself and its forwarding headers
    /// are not trusted.</param>
    public static Filter WithRds(string statPrefix, string routeName, bool edge)
    {
        var manager = Common(statPrefix, edge);
        if (edge) EdgeProfile.Apply(manager);
        manager.Rds = new Rds { ConfigSource = Pack.Ads(), RouteConfigName = routeName };
        return AsFilter(manager);
    }

    /// <summary>A connection manager with its routes inline: a sidecar's inbound side.</summary>
    public static Filter WithRoutes(string statPrefix, RouteConfiguration routes)
    {
        var manager = Common(statPrefix, edge: false);
        manager.RouteConfig = routes;
        return AsFilter(manager);
    }

    private static HttpConnectionManager Common(string statPrefix, bool edge) => new()
    {
        CodecType = HttpConnectionManager.Types.CodecType.Auto,
        StatPrefix = statPrefix,
        UseRemoteAddress = false,
        // Streams may be silent for as long as the application likes; the applications' own timeouts rule.
        StreamIdleTimeout = new Duration(),
        NormalizePath = true,
        PathWithEscapedSlashesAction =
            HttpConnectionManager.Types.PathWithEscapedSlashesAction.KeepUnchanged,
        // Between the client and the application stand several proxies; the server is the application.
        ServerHeaderTransformation = edge
            ? HttpConnectionManager.Types.ServerHeaderTransformation.Overwrite
            : HttpConnectionManager.Types.ServerHeaderTransformation.PassThrough,
        ServerName = "outrigger",
        HttpFilters =
        {
            new HttpFilter { Name = "envoy.filters.http.router", TypedConfig = Pack.Any(new Router()) },
        },
    };

    private static Filter AsFilter(HttpConnectionManager manager) => new()
    {
        Name = FilterName,
        TypedConfig = Pack.Any(manager),
    };
}
