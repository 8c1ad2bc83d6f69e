namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record ClusterMatch.</summary>
public sealed record ClusterMatch
{
    /// <summary>Field name.</summary>
    public string? Name { get; init; }

    /// <summary>Field portNumber.</summary>
    public uint? PortNumber { get; init; }

    /// <summary>Field service.</summary>
    public string? Service { get; init; }

    /// <summary>Field subset.</summary>
    public string? Subset { get; init; }
}
