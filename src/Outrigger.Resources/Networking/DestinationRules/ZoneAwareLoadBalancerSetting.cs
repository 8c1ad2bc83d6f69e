using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record ZoneAwareLoadBalancerSetting.</summary>
public sealed record ZoneAwareLoadBalancerSetting
{
    /// <summary>Field enabled.</summary>
    [AllowsNull]
    public bool? Enabled { get; init; }

    /// <summary>Field failover.</summary>
    public IReadOnlyList<LocalityFailover> Failover { get; init; } = [];

    /// <summary>Field failoverPriority.</summary>
    public IReadOnlyList<string> FailoverPriority { get; init; } = [];

    /// <summary>Field minClusterSize.</summary>
    [Range(Min = 1, Max = 4294967295)]
    [AllowsNull]
    public uint? MinClusterSize { get; init; }
}
