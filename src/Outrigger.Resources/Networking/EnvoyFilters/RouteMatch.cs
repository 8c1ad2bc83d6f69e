namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record RouteMatch.</summary>
public sealed record RouteMatch
{
    /// <summary>Field action.</summary>
    public RouteMatchAction? Action { get; init; }

    /// <summary>Field name.</summary>
    public string? Name { get; init; }
}
