using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Values of UnmatchedPreflights.</summary>
public enum UnmatchedPreflights
{
    /// <summary><c>UNSPECIFIED</c>.</summary>
    [WireName("UNSPECIFIED")]
    Unspecified,

    /// <summary><c>FORWARD</c>.</summary>
    [WireName("FORWARD")]
    Forward,

    /// <summary><c>IGNORE</c>.</summary>
    [WireName("IGNORE")]
    Ignore,
}
