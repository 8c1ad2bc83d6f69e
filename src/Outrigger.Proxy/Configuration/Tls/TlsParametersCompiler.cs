using Outrigger.Net.Tls;
using Wire = Envoy.Extensions.TransportSockets.Tls.V3;
using WireProtocol = Envoy.Extensions.TransportSockets.Tls.V3.TlsParameters.Types.TlsProtocol;

namespace Outrigger.Proxy.Configuration.Tls;

/// <summary>Compiles <c>envoy.extensions.transport_sockets.tls.v3.TlsParameters</c>.</summary>
internal sealed class TlsParametersCompiler(CompileReport report)
{
    /// <summary>The oldest version.</summary>
    public TlsProtocolVersion VersionMin { get; private set; } = TlsProtocolVersion.Tls12;

    /// <summary>The newest version.</summary>
    public TlsProtocolVersion VersionMax { get; private set; } = TlsProtocolVersion.Tls13;

    /// <summary>The cipher suites; empty for the defaults.</summary>
    public IReadOnlyList<string> CipherSuites { get; private set; } = [];

    /// <summary>Compiles the parameters; null leaves the defaults.</summary>
    public void Compile(Wire.TlsParameters? parameters, FieldPath path)
    {
        if (parameters is null)
        {
            return;
        }

        if (parameters.TlsMinimumProtocolVersion is WireProtocol.Tlsv10 or WireProtocol.Tlsv11)
        {
            report.Warning(
                path.Field("tls_minimum_protocol_version"),
                "versions before TLS 1.2 are not implemented, TLSv1_2 is the oldest");
        }

        if (parameters.TlsMaximumProtocolVersion is WireProtocol.Tlsv10 or WireProtocol.Tlsv11)
        {
            report.Error(
                path.Field("tls_maximum_protocol_version"),
                "versions before TLS 1.2 are not implemented, expected TLSv1_2 or TLSv1_3");
        }

        VersionMin = parameters.TlsMinimumProtocolVersion == WireProtocol.Tlsv13
            ? TlsProtocolVersion.Tls13
            : TlsProtocolVersion.Tls12;
        VersionMax = parameters.TlsMaximumProtocolVersion == WireProtocol.Tlsv12
            ? TlsProtocolVersion.Tls12
            : TlsProtocolVersion.Tls13;
        CipherSuites = [.. parameters.CipherSuites.SelectMany(Split)];
    }

    /// <summary>
    /// BoringSSL writes ciphers of equal preference as <c>[A|B]</c>, and several in one text with colons.
    /// OpenSSL has no such groups: the order within one counts.
    /// </summary>
    private static string[] Split(string names) => names.Split(
        [':', '[', '|', ']', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
