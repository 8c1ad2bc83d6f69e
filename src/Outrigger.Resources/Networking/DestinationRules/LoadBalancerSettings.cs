using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record LoadBalancerSettings.</summary>
[OneOf("simple", "consistentHash", "backendUtilization")]
public sealed record LoadBalancerSettings
{
    /// <summary>Field backendUtilization.</summary>
    [ParsedOnly]
    public BackendUtilization? BackendUtilization { get; init; }

    /// <summary>Field consistentHash.</summary>
    [ParsedOnly]
    public ConsistentHashLoadBalancer? ConsistentHash { get; init; }

    /// <summary>Field localityLbSetting.</summary>
    [ParsedOnly]
    public LocalityLoadBalancerSetting? LocalityLbSetting { get; init; }

    /// <summary>Field simple.</summary>
    public SimpleLoadBalancer? Simple { get; init; }

    /// <summary>Field warmup.</summary>
    [ParsedOnly]
    public WarmupConfiguration? Warmup { get; init; }

    /// <summary>Field warmupDurationSecs.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    [ParsedOnly]
    public TimeSpan? WarmupDurationSecs { get; init; }

    /// <summary>Field zoneAwareLbSetting.</summary>
    [ParsedOnly]
    public ZoneAwareLoadBalancerSetting? ZoneAwareLbSetting { get; init; }
}
