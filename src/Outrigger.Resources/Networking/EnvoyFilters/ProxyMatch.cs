namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Which proxies a patch is for.</summary>
public sealed record ProxyMatch
{
    /// <summary>Metadata that the proxy must have.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = Empty.Map<string>();

    /// <summary>A regular expression for the proxy's version.</summary>
    public string? ProxyVersion { get; init; }
}
