namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Which virtual hosts a patch is for.</summary>
public sealed record VirtualHostMatch
{
    /// <summary>A domain of the virtual host.</summary>
    public string? DomainName { get; init; }

    /// <summary>The virtual host's name.</summary>
    public string? Name { get; init; }

    /// <summary>A route in it.</summary>
    public RouteMatch? Route { get; init; }
}
