using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>What becomes of traffic to unknown destinations.</summary>
public enum OutboundTrafficPolicyMode
{
    /// <summary>It is refused.</summary>
    [WireName("REGISTRY_ONLY")]
    RegistryOnly,

    /// <summary>It is let through.</summary>
    [WireName("ALLOW_ANY")]
    AllowAny,
}
