namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record ListenerMatch.</summary>
public sealed record ListenerMatch
{
    /// <summary>Field filterChain.</summary>
    public FilterChainMatch? FilterChain { get; init; }

    /// <summary>Field listenerFilter.</summary>
    public string? ListenerFilter { get; init; }

    /// <summary>Field name.</summary>
    public string? Name { get; init; }

    /// <summary>Field portName.</summary>
    public string? PortName { get; init; }

    /// <summary>Field portNumber.</summary>
    public uint? PortNumber { get; init; }
}
