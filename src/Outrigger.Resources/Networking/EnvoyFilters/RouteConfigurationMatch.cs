namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Which route configurations a patch is for.</summary>
public sealed record RouteConfigurationMatch
{
    /// <summary>The Gateway that it came from, as namespace/name.</summary>
    public string? Gateway { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>The gateway's port name.</summary>
    public string? PortName { get; init; }

    /// <summary>The port.</summary>
    public uint? PortNumber { get; init; }

    /// <summary>A virtual host in it.</summary>
    public VirtualHostMatch? Vhost { get; init; }
}
