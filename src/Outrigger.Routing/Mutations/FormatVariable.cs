namespace Outrigger.Routing.Mutations;

/// <summary>
/// A command operator of Envoy's format strings that takes no argument. The names are Envoy's, so
/// <see cref="DownstreamRemoteAddress"/> is <c>%DOWNSTREAM_REMOTE_ADDRESS%</c>.
/// </summary>
public enum FormatVariable
{
    /// <summary>The client's address with its port.</summary>
    DownstreamRemoteAddress,

    /// <summary>The client's address.</summary>
    DownstreamRemoteAddressWithoutPort,

    /// <summary>The client's port.</summary>
    DownstreamRemotePort,

    /// <summary>
    /// The peer of the connection with its port, even if a trusted header named another client.
    /// </summary>
    DownstreamDirectRemoteAddress,

    /// <summary>The peer of the connection, even if a trusted header named another client.</summary>
    DownstreamDirectRemoteAddressWithoutPort,

    /// <summary>The address with its port on which the connection arrived.</summary>
    DownstreamLocalAddress,

    /// <summary>The address on which the connection arrived.</summary>
    DownstreamLocalAddressWithoutPort,

    /// <summary>The port on which the connection arrived.</summary>
    DownstreamLocalPort,

    /// <summary>The endpoint's address with its port.</summary>
    UpstreamRemoteAddress,

    /// <summary>The endpoint's address.</summary>
    UpstreamRemoteAddressWithoutPort,

    /// <summary>The proxy's own address with its port towards the endpoint.</summary>
    UpstreamLocalAddress,

    /// <summary>The name of the cluster.</summary>
    UpstreamCluster,

    /// <summary>The HTTP version, such as <c>HTTP/1.1</c>.</summary>
    Protocol,

    /// <summary>The name of this machine.</summary>
    Hostname,

    /// <summary>The server name that the client asked for in TLS.</summary>
    RequestedServerName,

    /// <summary>The name of the route.</summary>
    RouteName,

    /// <summary>The status of the response.</summary>
    ResponseCode,

    /// <summary>Flags of what went wrong, <c>-</c> when nothing did.</summary>
    ResponseFlags,

    /// <summary>The number of the connection.</summary>
    ConnectionId,

    /// <summary>The subject of the client's certificate.</summary>
    DownstreamPeerSubject,

    /// <summary>The URI in the client's certificate.</summary>
    DownstreamPeerUriSan,

    /// <summary>The host names in the client's certificate.</summary>
    DownstreamPeerDnsSan,

    /// <summary>The issuer of the client's certificate.</summary>
    DownstreamPeerIssuer,

    /// <summary>The serial number of the client's certificate.</summary>
    DownstreamPeerSerial,

    /// <summary>The SHA-256 digest of the client's certificate.</summary>
    DownstreamPeerFingerprint256,

    /// <summary>The SHA-1 digest of the client's certificate.</summary>
    DownstreamPeerFingerprint1,

    /// <summary>The version of TLS with the client.</summary>
    DownstreamTlsVersion,

    /// <summary>The cipher suite of TLS with the client.</summary>
    DownstreamTlsCipher,

    /// <summary>Why TLS with the client failed.</summary>
    DownstreamTransportFailureReason,

    /// <summary>Why TLS with the endpoint failed.</summary>
    UpstreamTransportFailureReason,

    /// <summary>The client's workload, <c>%FILTER_STATE(downstream_peer)%</c>.</summary>
    DownstreamPeer,

    /// <summary>The endpoint's workload, <c>%FILTER_STATE(upstream_peer)%</c>.</summary>
    UpstreamPeer,

    /// <summary>
    /// When the request arrived; written from <see cref="IFormatContext.StartTimeUnixMs"/>.
    /// </summary>
    StartTime,
}
