namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record VirtualHostMatch.</summary>
public sealed record VirtualHostMatch
{
    /// <summary>Field domainName.</summary>
    public string? DomainName { get; init; }

    /// <summary>Field name.</summary>
    public string? Name { get; init; }

    /// <summary>Field route.</summary>
    public RouteMatch? Route { get; init; }
}
