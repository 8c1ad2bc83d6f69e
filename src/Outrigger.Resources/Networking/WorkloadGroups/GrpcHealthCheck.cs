using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>A check by the gRPC health protocol.</summary>
public sealed record GrpcHealthCheck
{
    /// <summary>The port.</summary>
    [Rule(ValueRule.PortNumber)]
    public uint? Port { get; init; }

    /// <summary>The service name to ask about.</summary>
    public string? Service { get; init; }
}
