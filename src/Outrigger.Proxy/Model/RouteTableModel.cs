using System.Collections.Immutable;

namespace Outrigger.Proxy.Model;

/// <summary>A compiled routing table and the places of the clusters it names. Immutable.</summary>
internal sealed class RouteTableModel
{
    /// <summary>The places of the clusters, by the number that the routing table gives each name.</summary>
    public required ImmutableArray<ClusterSlot> Clusters { get; init; }
}
