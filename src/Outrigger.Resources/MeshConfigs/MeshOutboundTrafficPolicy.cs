using Outrigger.Resources.Networking.Sidecars;

namespace Outrigger.Resources.MeshConfigs;

/// <summary>What becomes of calls to hosts that the mesh does not know.</summary>
public sealed record MeshOutboundTrafficPolicy
{
    /// <summary>The mode; they are let out if not set.</summary>
    public OutboundTrafficPolicyMode? Mode { get; init; }
}
