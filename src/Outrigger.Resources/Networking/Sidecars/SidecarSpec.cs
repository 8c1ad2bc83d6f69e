using Outrigger.Resources.Networking.DestinationRules;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>What the sidecars of some workloads open and what they can reach.</summary>
[ParsedOnly]
public sealed record SidecarSpec : IResourceSpec
{
    /// <summary>Outbound listeners.</summary>
    public IReadOnlyList<IstioEgressListener> Egress { get; init; } = [];

    /// <summary>Limits of connections from outside.</summary>
    public ConnectionPoolSettings? InboundConnectionPool { get; init; }

    /// <summary>Inbound listeners.</summary>
    public IReadOnlyList<IstioIngressListener> Ingress { get; init; } = [];

    /// <summary>What becomes of traffic to unknown destinations.</summary>
    public OutboundTrafficPolicy? OutboundTrafficPolicy { get; init; }

    /// <summary>The workloads; all of the namespace if not set.</summary>
    public WorkloadLabelSelector? WorkloadSelector { get; init; }
}
