using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>Record OutboundTrafficPolicy.</summary>
public sealed record OutboundTrafficPolicy
{
    /// <summary>Field egressProxy.</summary>
    public Destination? EgressProxy { get; init; }

    /// <summary>Field mode.</summary>
    public OutboundTrafficPolicyMode? Mode { get; init; }
}
