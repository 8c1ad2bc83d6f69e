using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record PortTrafficPolicy.</summary>
public sealed record PortTrafficPolicy
{
    /// <summary>Field connectionPool.</summary>
    public ConnectionPoolSettings? ConnectionPool { get; init; }

    /// <summary>Field loadBalancer.</summary>
    public LoadBalancerSettings? LoadBalancer { get; init; }

    /// <summary>Field outlierDetection.</summary>
    public OutlierDetection? OutlierDetection { get; init; }

    /// <summary>Field port.</summary>
    public PortSelector? Port { get; init; }

    /// <summary>Field tls.</summary>
    public ClientTlsSettings? Tls { get; init; }
}
