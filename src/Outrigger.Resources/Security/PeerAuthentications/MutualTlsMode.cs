using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.PeerAuthentications;

/// <summary>What a workload demands of connections.</summary>
public enum MutualTlsMode
{
    /// <summary>As the level above says.</summary>
    [WireName("UNSET")]
    Unset,

    /// <summary>Plain text only.</summary>
    [WireName("DISABLE")]
    Disable,

    /// <summary>Both plain text and mutual TLS.</summary>
    [WireName("PERMISSIVE")]
    Permissive,

    /// <summary>Mutual TLS only.</summary>
    [WireName("STRICT")]
    Strict,
}
