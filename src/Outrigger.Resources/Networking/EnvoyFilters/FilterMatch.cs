namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Which filter a patch is for.</summary>
public sealed record FilterMatch
{
    /// <summary>The filter's name.</summary>
    public string? Name { get; init; }

    /// <summary>A filter within it.</summary>
    public SubFilterMatch? SubFilter { get; init; }
}
