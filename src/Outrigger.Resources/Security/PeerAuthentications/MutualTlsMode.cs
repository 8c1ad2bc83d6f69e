using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.PeerAuthentications;

/// <summary>Values of MutualTlsMode.</summary>
public enum MutualTlsMode
{
    /// <summary><c>UNSET</c>.</summary>
    [WireName("UNSET")]
    Unset,

    /// <summary><c>DISABLE</c>.</summary>
    [WireName("DISABLE")]
    Disable,

    /// <summary><c>PERMISSIVE</c>.</summary>
    [WireName("PERMISSIVE")]
    Permissive,

    /// <summary><c>STRICT</c>.</summary>
    [WireName("STRICT")]
    Strict,
}
