using Outrigger.Resources.Schema;

namespace Outrigger.Resources.MeshConfigs;

/// <summary>Versions of TLS that a mesh may ask for.</summary>
public enum MeshTlsVersion
{
    /// <summary>The default.</summary>
    [WireName("TLS_AUTO")]
    TlsAuto,

    /// <summary>TLS 1.2.</summary>
    [WireName("TLSV1_2")]
    TlsV12,

    /// <summary>TLS 1.3.</summary>
    [WireName("TLSV1_3")]
    TlsV13,
}
