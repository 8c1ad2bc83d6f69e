using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>How traffic is brought to a listener.</summary>
public enum CaptureMode
{
    /// <summary>As the workload's environment says.</summary>
    [WireName("DEFAULT")]
    Default,

    /// <summary>By redirection.</summary>
    [WireName("IPTABLES")]
    Iptables,

    /// <summary>Not at all: applications address the listener.</summary>
    [WireName("NONE")]
    None,
}
