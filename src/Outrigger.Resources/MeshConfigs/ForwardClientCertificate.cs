using Outrigger.Resources.Schema;

namespace Outrigger.Resources.MeshConfigs;

/// <summary>What becomes of the header <c>x-forwarded-client-cert</c>.</summary>
public enum ForwardClientCertificate
{
    /// <summary>The default of the place.</summary>
    [WireName("UNDEFINED")]
    Undefined,

    /// <summary>It is removed.</summary>
    [WireName("SANITIZE")]
    Sanitize,

    /// <summary>It goes on when the client had a certificate.</summary>
    [WireName("FORWARD_ONLY")]
    ForwardOnly,

    /// <summary>The client's certificate is appended when it had one.</summary>
    [WireName("APPEND_FORWARD")]
    AppendForward,

    /// <summary>The client's certificate replaces it when it had one.</summary>
    [WireName("SANITIZE_SET")]
    SanitizeSet,

    /// <summary>It goes on always.</summary>
    [WireName("ALWAYS_FORWARD_ONLY")]
    AlwaysForwardOnly,
}
