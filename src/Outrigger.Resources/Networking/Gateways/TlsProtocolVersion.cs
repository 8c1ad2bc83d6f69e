using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Gateways;

/// <summary>Versions of TLS.</summary>
public enum TlsProtocolVersion
{
    /// <summary>The proxy's default.</summary>
    [WireName("TLS_AUTO")]
    TlsAuto,

    /// <summary>TLS 1.0.</summary>
    [WireName("TLSV1_0")]
    TlsV10,

    /// <summary>TLS 1.1.</summary>
    [WireName("TLSV1_1")]
    TlsV11,

    /// <summary>TLS 1.2.</summary>
    [WireName("TLSV1_2")]
    TlsV12,

    /// <summary>TLS 1.3.</summary>
    [WireName("TLSV1_3")]
    TlsV13,
}
