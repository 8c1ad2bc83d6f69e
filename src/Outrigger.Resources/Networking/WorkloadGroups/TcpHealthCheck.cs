using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>Record TcpHealthCheck.</summary>
public sealed record TcpHealthCheck
{
    /// <summary>Field host.</summary>
    public string? Host { get; init; }

    /// <summary>Field port.</summary>
    [Required]
    [Rule(ValueRule.PortNumber)]
    public uint? Port { get; init; }
}
