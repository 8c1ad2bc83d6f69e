using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Outrigger.Proxy.Model;

/// <summary>
/// All that the workers serve at one moment: one immutable snapshot, given to them as one reference. Routing
/// tables and endpoints change without a new snapshot (<see cref="RouteTableHolder"/>, <see
/// cref="ClusterModel.Endpoints"/>).
/// </summary>
internal sealed class RuntimeConfig
{
    /// <summary>Nothing to serve.</summary>
    public static RuntimeConfig Empty { get; } = new()
    {
        Version = 0,
        Listeners = [],
        Clusters = [],
        ClustersByName = FrozenDictionary<string, ClusterModel>.Empty,
    };

    /// <summary>Grows by one with every snapshot.</summary>
    public required long Version { get; init; }

    /// <summary>The listeners that serve, in the order of their names. Names are unique.</summary>
    public required ImmutableArray<ListenerModel> Listeners { get; init; }

    /// <summary>
    /// The clusters that serve, in the order of their names. Names are unique; each is its slot's current
    /// one.
    /// </summary>
    public required ImmutableArray<ClusterModel> Clusters { get; init; }

    /// <summary>
    /// The clusters by name, for routes whose cluster a header of the request names; no other request looks
    /// here.
    /// </summary>
    public required FrozenDictionary<string, ClusterModel> ClustersByName { get; init; }
}
