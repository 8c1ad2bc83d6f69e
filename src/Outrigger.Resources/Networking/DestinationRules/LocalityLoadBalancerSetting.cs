using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record LocalityLoadBalancerSetting.</summary>
public sealed record LocalityLoadBalancerSetting
{
    /// <summary>Field distribute.</summary>
    public IReadOnlyList<LocalityDistribute> Distribute { get; init; } = [];

    /// <summary>Field enabled.</summary>
    [AllowsNull]
    public bool? Enabled { get; init; }

    /// <summary>Field failover.</summary>
    public IReadOnlyList<LocalityFailover> Failover { get; init; } = [];

    /// <summary>Field failoverPriority.</summary>
    public IReadOnlyList<string> FailoverPriority { get; init; } = [];
}
