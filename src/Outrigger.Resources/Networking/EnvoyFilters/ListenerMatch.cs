namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Which listeners a patch is for.</summary>
public sealed record ListenerMatch
{
    /// <summary>A filter chain in it.</summary>
    public FilterChainMatch? FilterChain { get; init; }

    /// <summary>A listener filter in it.</summary>
    public string? ListenerFilter { get; init; }

    /// <summary>The listener's name.</summary>
    public string? Name { get; init; }

    /// <summary>Deprecated and without effect.</summary>
    public string? PortName { get; init; }

    /// <summary>The port.</summary>
    public uint? PortNumber { get; init; }
}
