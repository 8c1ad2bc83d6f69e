using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>What a patch is for; set one of the four objects.</summary>
[OneOf("listener", "routeConfiguration", "cluster", "waypoint")]
[RecordRule(ConsistencyRule.WaypointMatchNeedsWaypointContext)]
public sealed record EnvoyConfigObjectMatch
{
    /// <summary>Clusters.</summary>
    public ClusterMatch? Cluster { get; init; }

    /// <summary>The kind and direction of proxy.</summary>
    public PatchContext? Context { get; init; }

    /// <summary>Listeners.</summary>
    public ListenerMatch? Listener { get; init; }

    /// <summary>Proxies.</summary>
    public ProxyMatch? Proxy { get; init; }

    /// <summary>Route configurations.</summary>
    public RouteConfigurationMatch? RouteConfiguration { get; init; }

    /// <summary>Waypoints.</summary>
    public WaypointMatch? Waypoint { get; init; }
}
