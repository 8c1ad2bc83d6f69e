namespace Outrigger.Proxy.Configuration;

/// <summary>
/// The full names of the messages that extensions are configured with. They are written out because the
/// generated classes know them only through their descriptors, which take 8 MB once one of them is touched.
/// </summary>
internal static class MessageNames
{
    /// <summary>The HTTP connection manager, a network filter.</summary>
    public const string HttpConnectionManager =
        "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";

    /// <summary>The TCP proxy, a network filter.</summary>
    public const string TcpProxy = "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy";

    /// <summary>The router, the HTTP filter that forwards.</summary>
    public const string Router = "envoy.extensions.filters.http.router.v3.Router";

    /// <summary>The HTTP filter that counts gRPC calls.</summary>
    public const string GrpcStats = "envoy.extensions.filters.http.grpc_stats.v3.FilterConfig";

    /// <summary>The HTTP filter that translates gRPC-Web.</summary>
    public const string GrpcWeb = "envoy.extensions.filters.http.grpc_web.v3.GrpcWeb";

    /// <summary>The HTTP filter that asks a service whether requests may pass.</summary>
    public const string ExternalAuthorization = "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz";

    /// <summary>What a route sets for that filter.</summary>
    public const string ExternalAuthorizationPerRoute =
        "envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute";

    /// <summary>The network filter that asks a service whether connections may pass.</summary>
    public const string NetworkExternalAuthorization =
        "envoy.extensions.filters.network.ext_authz.v3.ExtAuthz";

    /// <summary>The HTTP filter that decides who may do what.</summary>
    public const string HttpAuthorization = "envoy.extensions.filters.http.rbac.v3.RBAC";

    /// <summary>What a route sets for that filter.</summary>
    public const string HttpAuthorizationPerRoute = "envoy.extensions.filters.http.rbac.v3.RBACPerRoute";

    /// <summary>The network filter that decides who may connect.</summary>
    public const string NetworkAuthorization = "envoy.extensions.filters.network.rbac.v3.RBAC";

    /// <summary>The HTTP filter that verifies JSON Web Tokens.</summary>
    public const string JwtAuthentication = "envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication";

    /// <summary>What a route says of the filter that verifies JSON Web Tokens.</summary>
    public const string JwtPerRouteConfig = "envoy.extensions.filters.http.jwt_authn.v3.PerRouteConfig";

    /// <summary>The HTTP filter that exchanges with peers who they are.</summary>
    public const string PeerMetadata = "io.istio.http.peer_metadata.Config";

    /// <summary>The filter that exchanges with peers who they are on a connection of bytes.</summary>
    public const string PeerExchange = "envoy.tcp.metadataexchange.config.MetadataExchange";

    /// <summary>What a route says of a filter, beside the filter's own settings.</summary>
    public const string RouteFilterConfig = "envoy.config.route.v3.FilterConfig";

    /// <summary>The listener filter that takes the address a connection was redirected from.</summary>
    public const string OriginalDestination =
        "envoy.extensions.filters.listener.original_dst.v3.OriginalDst";

    /// <summary>The listener filter that recognises TLS.</summary>
    public const string TlsInspector = "envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector";

    /// <summary>The listener filter that recognises HTTP.</summary>
    public const string HttpInspector = "envoy.extensions.filters.listener.http_inspector.v3.HttpInspector";

    /// <summary>The listener filter that reads a PROXY protocol header.</summary>
    public const string ProxyProtocol = "envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol";

    /// <summary>The listener filter that keeps the client's address.</summary>
    public const string OriginalSource = "envoy.extensions.filters.listener.original_src.v3.OriginalSrc";

    /// <summary>The network filter that names the cluster by the server name.</summary>
    public const string SniCluster = "envoy.extensions.filters.network.sni_cluster.v3.SniCluster";

    /// <summary>The network filter that limits connections.</summary>
    public const string ConnectionLimit =
        "envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit";

    /// <summary>The transport socket that writes a PROXY protocol header.</summary>
    public const string ProxyProtocolTransport =
        "envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport";

    /// <summary>The transport socket of plain bytes.</summary>
    public const string RawBuffer = "envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer";

    /// <summary>The transport socket of TLS with clients.</summary>
    public const string DownstreamTlsContext =
        "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext";

    /// <summary>The transport socket of TLS towards endpoints.</summary>
    public const string UpstreamTlsContext = "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext";

    /// <summary>The bootstrap's extension that gives the workload an identity.</summary>
    public const string WorkloadIdentity = "outrigger.extensions.workload_identity.v1.WorkloadIdentity";

    /// <summary>The HTTP options of a cluster.</summary>
    public const string UpstreamHttpOptions = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    /// <summary>The resource monitor of the process's memory.</summary>
    public const string FixedHeapMonitor =
        "envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig";

    /// <summary>The resource monitor of the clients' connections.</summary>
    public const string DownstreamConnectionsMonitor =
        "envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig";

    /// <summary>An extension as a free document, in the xDS project's own packages.</summary>
    public const string XdsTypedStruct = "xds.type.v3.TypedStruct";

    /// <summary>An extension as a free document, in the packages' former name.</summary>
    public const string UdpaTypedStruct = "udpa.type.v1.TypedStruct";
}
