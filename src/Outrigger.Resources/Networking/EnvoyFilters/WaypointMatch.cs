using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record WaypointMatch.</summary>
public sealed record WaypointMatch
{
    /// <summary>Field filter.</summary>
    public FilterMatch? Filter { get; init; }

    /// <summary>Field portNumber.</summary>
    [Rule(ValueRule.PortNumber)]
    public uint? PortNumber { get; init; }

    /// <summary>Field route.</summary>
    public WaypointRouteMatch? Route { get; init; }
}
