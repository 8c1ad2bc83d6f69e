using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>How connections to a service are made and balanced.</summary>
public sealed record TrafficPolicy
{
    /// <summary>Limits of connections.</summary>
    public ConnectionPoolSettings? ConnectionPool { get; init; }

    /// <summary>How an endpoint is chosen.</summary>
    public LoadBalancerSettings? LoadBalancer { get; init; }

    /// <summary>Ejection of failing endpoints.</summary>
    [ParsedOnly]
    public OutlierDetection? OutlierDetection { get; init; }

    /// <summary>Policies for single ports.</summary>
    [Count(Max = 4096)]
    public IReadOnlyList<PortTrafficPolicy> PortLevelSettings { get; init; } = [];

    /// <summary>The client's address before the data.</summary>
    [ParsedOnly]
    public ProxyProtocol? ProxyProtocol { get; init; }

    /// <summary>Limit of repetitions.</summary>
    [ParsedOnly]
    public RetryBudget? RetryBudget { get; init; }

    /// <summary>Encryption.</summary>
    public ClientTlsSettings? Tls { get; init; }

    /// <summary>Tunnel through an HTTP proxy.</summary>
    [ParsedOnly]
    public TunnelSettings? Tunnel { get; init; }
}
