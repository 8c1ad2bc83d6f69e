namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record SubFilterMatch.</summary>
public sealed record SubFilterMatch
{
    /// <summary>Field name.</summary>
    public string? Name { get; init; }
}
