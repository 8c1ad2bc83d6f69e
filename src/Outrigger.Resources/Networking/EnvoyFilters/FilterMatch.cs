namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record FilterMatch.</summary>
public sealed record FilterMatch
{
    /// <summary>Field name.</summary>
    public string? Name { get; init; }

    /// <summary>Field subFilter.</summary>
    public SubFilterMatch? SubFilter { get; init; }
}
