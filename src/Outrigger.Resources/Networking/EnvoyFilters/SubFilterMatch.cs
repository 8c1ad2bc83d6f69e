namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Which filter within a filter a patch is for.</summary>
public sealed record SubFilterMatch
{
    /// <summary>The filter's name.</summary>
    public string? Name { get; init; }
}
