namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record ProxyMatch.</summary>
public sealed record ProxyMatch
{
    /// <summary>Field metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = Empty.Map<string>();

    /// <summary>Field proxyVersion.</summary>
    public string? ProxyVersion { get; init; }
}
