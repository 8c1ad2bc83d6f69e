using Envoy.Config.Listener.V3;
using Envoy.Config.Route.V3;
using Envoy.Extensions.Filters.Http.GrpcWeb.V3;
using Envoy.Extensions.Filters.Http.Router.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Discovery.Generation;
using Outrigger.Resources.MeshConfigs;
using GrpcStats = Envoy.Extensions.Filters.Http.GrpcStats.V3.FilterConfig;

namespace Outrigger.Discovery.Listeners;

/// <summary>
/// Builds HTTP connection managers with the values that Istio gives to sidecars and gateways.
/// </summary>
internal static class HttpConnectionManagers
{
    /// <summary>The name of the HTTP connection manager filter.</summary>
    public const string FilterName = "envoy.filters.network.http_connection_manager";

    /// <summary>A connection manager whose routes come over xDS under <paramref name="routeName"/>.</summary>
    /// <param name="options">What the whole mesh has in common.</param>
    /// <param name="statPrefix">The prefix of the statistics.</param>
    /// <param name="routeName">The route configuration to ask for.</param>
    /// <param name="edge">True on a gateway, where the peer is the client itself and its forwarding headers
    /// are not trusted.</param>
    /// <param name="bridgesGrpcWeb">Whether what comes as gRPC-Web goes on as gRPC.</param>
    /// <param name="security">What security policies ask for; null for nothing.</param>
    public static Filter WithRds(
        MeshOptions options,
        string statPrefix,
        string routeName,
        bool edge,
        bool bridgesGrpcWeb = false,
        SecurityFilters? security = null)
    {
        var manager = Common(options, statPrefix, edge, bridgesGrpcWeb, security ?? SecurityFilters.None);
        if (edge) EdgeProfile.Apply(manager, options.GatewayTopology);
        manager.HttpFilters.Insert(0, PeerMetadataFilters.Outbound());
        manager.Rds = new Rds { ConfigSource = Pack.Ads(), RouteConfigName = routeName };
        return AsFilter(manager);
    }

    /// <summary>
    /// A connection manager with its routes inline: a sidecar's inbound side, which tells the application who calls.
    /// </summary>
    /// <param name="options">What the whole mesh has in common.</param>
    /// <param name="statPrefix">The prefix of the statistics.</param>
    /// <param name="routes">The routes.</param>
    /// <param name="bridgesGrpcWeb">Whether what comes as gRPC-Web goes on as gRPC.</param>
    /// <param name="security">What security policies ask for.</param>
    public static Filter WithRoutes(
        MeshOptions options,
        string statPrefix,
        RouteConfiguration routes,
        bool bridgesGrpcWeb,
        SecurityFilters security)
    {
        var manager = Common(options, statPrefix, edge: false, bridgesGrpcWeb, security);
        manager.HttpFilters.Insert(0, PeerMetadataFilters.Inbound());
        manager.RouteConfig = routes;
        manager.ForwardClientCertDetails = HttpConnectionManager.Types.ForwardClientCertDetails.AppendForward;
        manager.SetCurrentClientCertDetails = new HttpConnectionManager.Types.SetCurrentClientCertDetails
        {
            Subject = true,
            Dns = true,
            Uri = true,
        };
        return AsFilter(manager);
    }

    private static HttpConnectionManager Common(
        MeshOptions options, string statPrefix, bool edge, bool bridgesGrpcWeb, SecurityFilters security) => new()
    {
        CodecType = HttpConnectionManager.Types.CodecType.Auto,
        StatPrefix = statPrefix,
        UseRemoteAddress = false,
        // Streams may be silent for as long as the application likes; the applications' own timeouts rule.
        StreamIdleTimeout = new Duration(),
        NormalizePath = options.PathNormalization != PathNormalizationType.None,
        MergeSlashes = options.PathNormalization >= PathNormalizationType.MergeSlashes,
        PathWithEscapedSlashesAction = options.PathNormalization == PathNormalizationType.DecodeAndMergeSlashes
            ? HttpConnectionManager.Types.PathWithEscapedSlashesAction.UnescapeAndForward
            : HttpConnectionManager.Types.PathWithEscapedSlashesAction.KeepUnchanged,
        // Between the client and the application stand several proxies; the server is the application.
        ServerHeaderTransformation = edge
            ? HttpConnectionManager.Types.ServerHeaderTransformation.Overwrite
            : HttpConnectionManager.Types.ServerHeaderTransformation.PassThrough,
        ServerName = "outrigger",
        UpgradeConfigs = { new HttpConnectionManager.Types.UpgradeConfig { UpgradeType = "websocket" } },
        HttpFilters = { security.Http, Filters(bridgesGrpcWeb) },
    };

    private static IEnumerable<HttpFilter> Filters(bool bridgesGrpcWeb)
    {
        if (bridgesGrpcWeb)
            yield return new HttpFilter { Name = "envoy.filters.http.grpc_web", TypedConfig = Pack.Any(new GrpcWeb()) };
        // By cluster only: a proxy that keeps every method a client names would have no bound on its statistics.
        yield return new HttpFilter
        {
            Name = "envoy.filters.http.grpc_stats",
            TypedConfig = Pack.Any(new GrpcStats { EmitFilterState = true, StatsForAllMethods = false }),
        };
        yield return new HttpFilter { Name = "envoy.filters.http.router", TypedConfig = Pack.Any(new Router()) };
    }

    private static Filter AsFilter(HttpConnectionManager manager) => new()
    {
        Name = FilterName,
        TypedConfig = Pack.Any(manager),
    };
}
