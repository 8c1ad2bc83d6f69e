namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Which clusters a patch is for.</summary>
public sealed record ClusterMatch
{
    /// <summary>The cluster's full name.</summary>
    public string? Name { get; init; }

    /// <summary>The service's port.</summary>
    public uint? PortNumber { get; init; }

    /// <summary>The service's host name.</summary>
    public string? Service { get; init; }

    /// <summary>The subset.</summary>
    public string? Subset { get; init; }
}
