using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>What of a waypoint a patch is for.</summary>
public sealed record WaypointMatch
{
    /// <summary>A filter.</summary>
    public FilterMatch? Filter { get; init; }

    /// <summary>The service's port.</summary>
    [Rule(ValueRule.PortNumber)]
    public uint? PortNumber { get; init; }

    /// <summary>A route.</summary>
    public WaypointRouteMatch? Route { get; init; }
}
