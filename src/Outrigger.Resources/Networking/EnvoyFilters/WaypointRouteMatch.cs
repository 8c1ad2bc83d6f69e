namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Which routes of a waypoint a patch is for.</summary>
public sealed record WaypointRouteMatch
{
    /// <summary>The route's name.</summary>
    public string? Name { get; init; }
}
