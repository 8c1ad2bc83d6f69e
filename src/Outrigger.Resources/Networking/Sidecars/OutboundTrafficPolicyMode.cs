using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>Values of OutboundTrafficPolicyMode.</summary>
public enum OutboundTrafficPolicyMode
{
    /// <summary><c>REGISTRY_ONLY</c>.</summary>
    [WireName("REGISTRY_ONLY")]
    RegistryOnly,

    /// <summary><c>ALLOW_ANY</c>.</summary>
    [WireName("ALLOW_ANY")]
    AllowAny,
}
