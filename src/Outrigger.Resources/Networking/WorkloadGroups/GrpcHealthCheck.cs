using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>Record GrpcHealthCheck.</summary>
public sealed record GrpcHealthCheck
{
    /// <summary>Field port.</summary>
    [Rule(ValueRule.PortNumber)]
    public uint? Port { get; init; }

    /// <summary>Field service.</summary>
    public string? Service { get; init; }
}
