using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>How an endpoint is chosen for a request.</summary>
[OneOf("simple", "consistentHash", "backendUtilization")]
public sealed record LoadBalancerSettings
{
    /// <summary>Balance by the load that backends report.</summary>
    [ParsedOnly]
    public BackendUtilization? BackendUtilization { get; init; }

    /// <summary>Send equal requests to the same endpoint.</summary>
    [ParsedOnly]
    public ConsistentHashLoadBalancer? ConsistentHash { get; init; }

    /// <summary>Preference for near endpoints.</summary>
    [ParsedOnly]
    public LocalityLoadBalancerSetting? LocalityLbSetting { get; init; }

    /// <summary>One of the simple algorithms.</summary>
    public SimpleLoadBalancer? Simple { get; init; }

    /// <summary>Gradual start of new endpoints.</summary>
    [ParsedOnly]
    public WarmupConfiguration? Warmup { get; init; }

    /// <summary>Deprecated; <see cref="Warmup"/> replaces it.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    [ParsedOnly]
    public TimeSpan? WarmupDurationSecs { get; init; }

    /// <summary>Keep traffic within its zone.</summary>
    [ParsedOnly]
    public ZoneAwareLoadBalancerSetting? ZoneAwareLbSetting { get; init; }
}
