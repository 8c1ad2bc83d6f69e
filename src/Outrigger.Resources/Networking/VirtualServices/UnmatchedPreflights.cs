using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>What becomes of preflight requests from origins that are not allowed.</summary>
public enum UnmatchedPreflights
{
    /// <summary>As by default: forwarded.</summary>
    [WireName("UNSPECIFIED")]
    Unspecified,

    /// <summary>They are forwarded.</summary>
    [WireName("FORWARD")]
    Forward,

    /// <summary>They are answered without the headers that would allow them.</summary>
    [WireName("IGNORE")]
    Ignore,
}
