using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>Values of CaptureMode.</summary>
public enum CaptureMode
{
    /// <summary><c>DEFAULT</c>.</summary>
    [WireName("DEFAULT")]
    Default,

    /// <summary><c>IPTABLES</c>.</summary>
    [WireName("IPTABLES")]
    Iptables,

    /// <summary><c>NONE</c>.</summary>
    [WireName("NONE")]
    None,
}
