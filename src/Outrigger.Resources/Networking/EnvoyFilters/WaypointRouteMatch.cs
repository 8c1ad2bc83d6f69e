namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record WaypointRouteMatch.</summary>
public sealed record WaypointRouteMatch
{
    /// <summary>Field name.</summary>
    public string? Name { get; init; }
}
