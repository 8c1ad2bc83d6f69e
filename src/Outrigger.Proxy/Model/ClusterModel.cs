using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.PeerMetadata;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Model;

/// <summary>
/// Where a cluster's endpoints come from. Follows <c>envoy.config.cluster.v3.Cluster.DiscoveryType</c>.
/// </summary>
internal enum ClusterKind : byte
{
    /// <summary>Given in the cluster itself.</summary>
    Static,

    /// <summary>All addresses of a host name.</summary>
    StrictDns,

    /// <summary>One address of a host name at a time; established connections stay when it changes.</summary>
    LogicalDns,

    /// <summary>Discovered from the management server.</summary>
    Eds,

    /// <summary>The address the client meant before its connection was redirected.</summary>
    OriginalDestination,
}

/// <summary>How an endpoint is chosen. Follows <c>envoy.config.cluster.v3.Cluster.LbPolicy</c>.</summary>
internal enum LoadBalancingPolicy : byte
{
    /// <summary>One after the other, by weight.</summary>
    RoundRobin,

    /// <summary>The least busy of a few random ones.</summary>
    LeastRequest,

    /// <summary>At random.</summary>
    Random,

    /// <summary>The cluster's kind decides (original destination).</summary>
    ClusterProvided,
}

/// <summary>
/// One cluster, compiled. Immutable but for <see cref="Endpoints"/>, which discovery and DNS swap as a whole.
/// A request reads <see cref="Endpoints"/> once and works with what it got.
/// </summary>
internal sealed class ClusterModel
{
    private volatile EndpointSet _endpoints = EndpointSet.Empty;

    /// <summary>The place that routes refer to.</summary>
    public required ClusterSlot Slot { get; init; }

    /// <summary>The cluster's name.</summary>
    public string Name => Slot.Name;

    /// <summary>Where the endpoints come from.</summary>
    public ClusterKind Kind { get; init; }

    /// <summary>How an endpoint is chosen.</summary>
    public LoadBalancingPolicy LoadBalancing { get; init; }

    /// <summary>How many endpoints least request compares; 2 or more.</summary>
    public int LeastRequestChoiceCount { get; init; } = 2;

    /// <summary>How long a connection attempt may take, in milliseconds; above 0.</summary>
    public int ConnectTimeoutMs { get; init; } = 5_000;

    /// <summary>How many bytes may wait on one connection before its peer is not read any more.</summary>
    public int ConnectionBufferLimitBytes { get; init; } = 1024 * 1024;

    /// <summary>Below this share of healthy endpoints health is ignored; 0 to 100, 0 = never.</summary>
    public double PanicThresholdPercent { get; init; } = 50;

    /// <summary>Whether localities share the requests by their weights.</summary>
    public bool IsLocalityWeighted { get; init; }

    /// <summary>Whether connections are closed when the endpoints change.</summary>
    public bool ClosesConnectionsOnEndpointChange { get; init; }

    /// <summary>The limits of requests with default priority.</summary>
    public CircuitBreakerLimits DefaultLimits { get; init; } = CircuitBreakerLimits.Default;

    /// <summary>The limits of requests with high priority.</summary>
    public CircuitBreakerLimits HighPriorityLimits { get; init; } = CircuitBreakerLimits.Default;

    /// <summary>TLS towards the endpoints, or null for plain bytes.</summary>
    public UpstreamTlsModel? Tls { get; init; }

    /// <summary>
    /// What is used in place of <see cref="Tls"/> for endpoints with certain metadata; the first counts.
    /// </summary>
    public ImmutableArray<TransportMatch> TransportMatches { get; init; } = [];

    /// <summary>How HTTP is spoken to the endpoints.</summary>
    public UpstreamHttpOptions Http { get; init; } = UpstreamHttpOptions.Default;

    /// <summary>The local address that connections start from, or null for the kernel's choice.</summary>
    public NetworkAddress? SourceAddress { get; init; }

    /// <summary>
    /// Whether connections may start from an address that is not the machine's yet (<c>IP_FREEBIND</c>).
    /// </summary>
    public bool BindsFreely { get; init; }

    /// <summary>The PROXY protocol header that connections begin with, or null for none.</summary>
    public UpstreamProxyProtocolModel? ProxyProtocol { get; init; }

    /// <summary>How the kernel probes idle connections, or null for not at all.</summary>
    public TcpKeepaliveOptions? TcpKeepalive { get; init; }

    /// <summary>Where an original-destination cluster reads its destination; null for other kinds.</summary>
    public OriginalDestinationOptions? OriginalDestination { get; init; }

    /// <summary>Whether its endpoints are outside the mesh, as far as the control plane says.</summary>
    public bool IsExternal { get; init; }

    /// <summary>Whether its endpoints are not to be told who calls.</summary>
    public bool HidesPeerMetadata { get; init; }

    /// <summary>
    /// How endpoints of connections of bytes are told who calls, and asked who they are; null for not at all.
    /// </summary>
    public PeerExchangeModel? PeerExchange { get; init; }

    /// <summary>The cluster's statistics; shared by the successive models of one name.</summary>
    public required ClusterStats Stats { get; init; }

    /// <summary>
    /// The endpoints as they are now. Only the control side sets it; every thread may read it.
    /// </summary>
    public EndpointSet Endpoints
    {
        get => _endpoints;
        set => _endpoints = value;
    }

    /// <summary>TLS towards an endpoint, or null for plain bytes.</summary>
    /// <param name="metadata">The endpoint's metadata, or null.</param>
    public UpstreamTlsModel? TlsFor(IReadOnlyDictionary<string, Struct>? metadata)
    {
        foreach (TransportMatch match in TransportMatches)
        {
            if (match.IsFor(metadata))
            {
                return match.Tls;
            }
        }

        return Tls;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
