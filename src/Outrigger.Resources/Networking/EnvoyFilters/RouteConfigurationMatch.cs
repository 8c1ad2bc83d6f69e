namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record RouteConfigurationMatch.</summary>
public sealed record RouteConfigurationMatch
{
    /// <summary>Field gateway.</summary>
    public string? Gateway { get; init; }

    /// <summary>Field name.</summary>
    public string? Name { get; init; }

    /// <summary>Field portName.</summary>
    public string? PortName { get; init; }

    /// <summary>Field portNumber.</summary>
    public uint? PortNumber { get; init; }

    /// <summary>Field vhost.</summary>
    public VirtualHostMatch? Vhost { get; init; }
}
