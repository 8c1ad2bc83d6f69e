namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Which routes a patch is for.</summary>
public sealed record RouteMatch
{
    /// <summary>What the route does.</summary>
    public RouteMatchAction? Action { get; init; }

    /// <summary>The route's name.</summary>
    public string? Name { get; init; }
}
