namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Which filter chains a patch is for.</summary>
public sealed record FilterChainMatch
{
    /// <summary>Application protocols (ALPN) of the chain, separated by commas.</summary>
    public string? ApplicationProtocols { get; init; }

    /// <summary>Destination port of the chain.</summary>
    public uint? DestinationPort { get; init; }

    /// <summary>A filter in it.</summary>
    public FilterMatch? Filter { get; init; }

    /// <summary>The chain's name.</summary>
    public string? Name { get; init; }

    /// <summary>Server name of the chain.</summary>
    public string? Sni { get; init; }

    /// <summary>Transport protocol of the chain.</summary>
    public string? TransportProtocol { get; init; }

    /// <summary>Transport socket of the chain.</summary>
    public string? TransportSocket { get; init; }
}
