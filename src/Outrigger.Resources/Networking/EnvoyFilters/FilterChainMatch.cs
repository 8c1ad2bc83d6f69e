namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record FilterChainMatch.</summary>
public sealed record FilterChainMatch
{
    /// <summary>Field applicationProtocols.</summary>
    public string? ApplicationProtocols { get; init; }

    /// <summary>Field destinationPort.</summary>
    public uint? DestinationPort { get; init; }

    /// <summary>Field filter.</summary>
    public FilterMatch? Filter { get; init; }

    /// <summary>Field name.</summary>
    public string? Name { get; init; }

    /// <summary>Field sni.</summary>
    public string? Sni { get; init; }

    /// <summary>Field transportProtocol.</summary>
    public string? TransportProtocol { get; init; }

    /// <summary>Field transportSocket.</summary>
    public string? TransportSocket { get; init; }
}
