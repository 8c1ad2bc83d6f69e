using System.Collections.Immutable;
using Outrigger.Routing.Routes;

namespace Outrigger.Proxy.Model;

/// <summary>A compiled routing table and the places of the clusters it names. Immutable.</summary>
internal sealed class RouteTableModel
{
    /// <summary>The compiled routing table.</summary>
    public required RouteTable Table { get; init; }

    /// <summary>
    /// The places of the clusters, by <see cref="Routing.Actions.ClusterReference.Index"/>. The same places
    /// are in
    /// <see cref="Routing.Actions.ClusterReference.Resolved"/>.
    /// </summary>
    public required ImmutableArray<ClusterSlot> Clusters { get; init; }
}
