using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>A check by opening a connection.</summary>
public sealed record TcpHealthCheck
{
    /// <summary>The host to connect to; the workload if not set.</summary>
    public string? Host { get; init; }

    /// <summary>The port.</summary>
    [Required]
    [Rule(ValueRule.PortNumber)]
    public uint? Port { get; init; }
}
