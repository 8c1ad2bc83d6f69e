using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record EnvoyConfigObjectMatch.</summary>
[OneOf("listener", "routeConfiguration", "cluster", "waypoint")]
[RecordRule(ConsistencyRule.WaypointMatchNeedsWaypointContext)]
public sealed record EnvoyConfigObjectMatch
{
    /// <summary>Field cluster.</summary>
    public ClusterMatch? Cluster { get; init; }

    /// <summary>Field context.</summary>
    public PatchContext? Context { get; init; }

    /// <summary>Field listener.</summary>
    public ListenerMatch? Listener { get; init; }

    /// <summary>Field proxy.</summary>
    public ProxyMatch? Proxy { get; init; }

    /// <summary>Field routeConfiguration.</summary>
    public RouteConfigurationMatch? RouteConfiguration { get; init; }

    /// <summary>Field waypoint.</summary>
    public WaypointMatch? Waypoint { get; init; }
}
