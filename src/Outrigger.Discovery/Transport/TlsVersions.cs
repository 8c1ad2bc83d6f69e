using Envoy.Extensions.TransportSockets.Tls.V3;
using Outrigger.Resources.MeshConfigs;
using Outrigger.Resources.Networking.Gateways;
using Wire = Envoy.Extensions.TransportSockets.Tls.V3.TlsParameters.Types.TlsProtocol;

namespace Outrigger.Discovery.Transport;

/// <summary>Versions and algorithms of TLS in the words of xDS.</summary>
internal static class TlsVersions
{
    /// <summary>What the mesh's configuration asks of its own peers or of others: TLS 1.2 or 1.3.</summary>
    public static TlsParameters Of(MeshTlsSettings settings) => new()
    {
        TlsMinimumProtocolVersion = settings.MinProtocolVersion == MeshTlsVersion.TlsV13 ? Wire.Tlsv13 : Wire.Tlsv12,
        TlsMaximumProtocolVersion = Wire.Tlsv13,
        CipherSuites = { settings.CipherSuites },
        EcdhCurves = { settings.EcdhCurves },
    };

    /// <summary>A version that a Gateway names.</summary>
    public static Wire Of(TlsProtocolVersion? version, Wire otherwise) => version switch
    {
        TlsProtocolVersion.TlsV10 => Wire.Tlsv10,
        TlsProtocolVersion.TlsV11 => Wire.Tlsv11,
        TlsProtocolVersion.TlsV12 => Wire.Tlsv12,
        TlsProtocolVersion.TlsV13 => Wire.Tlsv13,
        _ => otherwise,
    };
}
