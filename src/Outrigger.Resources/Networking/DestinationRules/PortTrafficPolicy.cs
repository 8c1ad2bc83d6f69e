using Outrigger.Resources.Networking.VirtualServices;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>The policy for one port; it replaces the service's policy block by block.</summary>
public sealed record PortTrafficPolicy
{
    /// <summary>Limits of connections.</summary>
    public ConnectionPoolSettings? ConnectionPool { get; init; }

    /// <summary>How an endpoint is chosen.</summary>
    public LoadBalancerSettings? LoadBalancer { get; init; }

    /// <summary>Ejection of failing endpoints.</summary>
    [ParsedOnly]
    public OutlierDetection? OutlierDetection { get; init; }

    /// <summary>The port.</summary>
    public PortSelector? Port { get; init; }

    /// <summary>Encryption.</summary>
    public ClientTlsSettings? Tls { get; init; }
}
