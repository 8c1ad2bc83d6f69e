using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Gateways;

/// <summary>Values of TlsProtocolVersion.</summary>
public enum TlsProtocolVersion
{
    /// <summary><c>TLS_AUTO</c>.</summary>
    [WireName("TLS_AUTO")]
    TlsAuto,

    /// <summary><c>TLSV1_0</c>.</summary>
    [WireName("TLSV1_0")]
    TlsV10,

    /// <summary><c>TLSV1_1</c>.</summary>
    [WireName("TLSV1_1")]
    TlsV11,

    /// <summary><c>TLSV1_2</c>.</summary>
    [WireName("TLSV1_2")]
    TlsV12,

    /// <summary><c>TLSV1_3</c>.</summary>
    [WireName("TLSV1_3")]
    TlsV13,
}
