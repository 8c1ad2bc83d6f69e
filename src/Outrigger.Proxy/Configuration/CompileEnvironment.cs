using Envoy.Config.Core.V3;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.PeerMetadata;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tls;

namespace Outrigger.Proxy.Configuration;

/// <summary>What compiled models are bound to.</summary>
/// <param name="Stats">Gives the statistics.</param>
/// <param name="ClusterSlots">Gives the places of cluster names.</param>
/// <param name="RouteHolderOf">Gives the place of a discovered routing table by its name.</param>
/// <param name="IsKnownCluster">
/// Whether a cluster of that name exists, for routing tables that demand it.
/// </param>
internal sealed record CompileEnvironment(
    StatsRegistry Stats,
    ClusterSlotTable ClusterSlots,
    Func<string, RouteTableHolder> RouteHolderOf,
    Func<string, bool> IsKnownCluster)
{
    /// <summary>This proxy's own workload, of which peers are told.</summary>
    public LocalWorkload Workload { get; init; } = new(new Node());

    /// <summary>Makes and keeps the contexts of TLS.</summary>
    public required TlsContextKeeper Tls { get; init; }
}
