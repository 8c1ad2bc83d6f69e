using Outrigger.Resources.Networking.DestinationRules;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>Record SidecarSpec.</summary>
[ParsedOnly]
public sealed record SidecarSpec : IResourceSpec
{
    /// <summary>Field egress.</summary>
    public IReadOnlyList<IstioEgressListener> Egress { get; init; } = [];

    /// <summary>Field inboundConnectionPool.</summary>
    public ConnectionPoolSettings? InboundConnectionPool { get; init; }

    /// <summary>Field ingress.</summary>
    public IReadOnlyList<IstioIngressListener> Ingress { get; init; } = [];

    /// <summary>Field outboundTrafficPolicy.</summary>
    public OutboundTrafficPolicy? OutboundTrafficPolicy { get; init; }

    /// <summary>Field workloadSelector.</summary>
    public WorkloadLabelSelector? WorkloadSelector { get; init; }
}
