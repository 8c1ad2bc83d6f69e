using System.Collections.Immutable;
using Outrigger.Proxy.Stats;
using Outrigger.Routing.Tunnels;

namespace Outrigger.Proxy.Model;

/// <summary>One cluster and its share of the connections.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Weight">The share; 1 or more.</param>
internal readonly record struct WeightedClusterModel(ClusterSlot Cluster, uint Weight);

/// <summary>
/// Copies bytes between a connection and a cluster, compiled.
/// Follows <c>envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy</c>.
/// </summary>
internal sealed class TcpProxyModel
{
    /// <summary>The clusters that share the connections, at least one.</summary>
    public required ImmutableArray<WeightedClusterModel> Clusters { get; init; }

    /// <summary>The sum of the weights.</summary>
    public required ulong WeightsTotal { get; init; }

    /// <summary>How long a connection may be silent both ways, in milliseconds; 0 = for ever.</summary>
    public int IdleTimeoutMs { get; init; } = 3_600_000;

    /// <summary>How many endpoints are tried; 1 or more.</summary>
    public int ConnectAttemptsMax { get; init; } = 1;

    /// <summary>How long a connection may live, in milliseconds; 0 = for ever.</summary>
    public int ConnectionDurationMaxMs { get; init; }

    /// <summary>
    /// The request inside which the bytes are carried to another proxy; null to send them as they are.
    /// </summary>
    public TunnelRequest? Tunnel { get; init; }

    /// <summary>The statistics of <c>tcp.&lt;stat_prefix&gt;</c>.</summary>
    public required TcpStats Stats { get; init; }
}
