using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>What becomes of traffic to unknown destinations.</summary>
public sealed record OutboundTrafficPolicy
{
    /// <summary>A destination that takes such traffic.</summary>
    public Destination? EgressProxy { get; init; }

    /// <summary>Whether such traffic is let through.</summary>
    public OutboundTrafficPolicyMode? Mode { get; init; }
}
