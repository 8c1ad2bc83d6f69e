using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record TrafficPolicy.</summary>
public sealed record TrafficPolicy
{
    /// <summary>Field connectionPool.</summary>
    public ConnectionPoolSettings? ConnectionPool { get; init; }

    /// <summary>Field loadBalancer.</summary>
    public LoadBalancerSettings? LoadBalancer { get; init; }

    /// <summary>Field outlierDetection.</summary>
    [ParsedOnly]
    public OutlierDetection? OutlierDetection { get; init; }

    /// <summary>Field portLevelSettings.</summary>
    [Count(Max = 4096)]
    [ParsedOnly]
    public IReadOnlyList<PortTrafficPolicy> PortLevelSettings { get; init; } = [];

    /// <summary>Field proxyProtocol.</summary>
    [ParsedOnly]
    public ProxyProtocol? ProxyProtocol { get; init; }

    /// <summary>Field retryBudget.</summary>
    [ParsedOnly]
    public RetryBudget? RetryBudget { get; init; }

    /// <summary>Field tls.</summary>
    [ParsedOnly]
    public ClientTlsSettings? Tls { get; init; }

    /// <summary>Field tunnel.</summary>
    [ParsedOnly]
    public TunnelSettings? Tunnel { get; init; }
}
