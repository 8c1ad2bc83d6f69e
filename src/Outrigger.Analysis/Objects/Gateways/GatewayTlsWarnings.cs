using Outrigger.Resources.Networking.Gateways;
using Outrigger.Resources.Validation;

namespace Outrigger.Analysis.Objects.Gateways;

/// <summary>Settings of TLS that are accepted but not what their author may think.</summary>
internal static class GatewayTlsWarnings
{
    public static void Check(ServerTlsSettings tls, string path, ObjectFindings findings)
    {
        CheckVersions(tls, path, findings);
        for (int i = 0; i < tls.CipherSuites.Count; i++)
        {
            if (TlsAlgorithms.IsCipherSuite(tls.CipherSuites[i])) continue;
            findings.Warn(
                $"{path}.cipherSuites[{i}]",
                $"found the unknown cipher suite \"{tls.CipherSuites[i]}\", which is left out; "
                    + $"expected one of {TlsAlgorithms.CipherSuiteNames}");
        }

        for (int i = 0; i < tls.EcdhCurves.Count; i++)
        {
            if (TlsAlgorithms.IsCurve(tls.EcdhCurves[i])) continue;
            findings.Warn(
                $"{path}.ecdhCurves[{i}]",
                $"found the unknown curve \"{tls.EcdhCurves[i]}\", which is left out; "
                    + $"expected one of {TlsAlgorithms.CurveNames}");
        }

        bool hasCertificate = tls.CredentialName is not null
            || tls.CredentialNames.Count > 0
            || tls.TlsCertificates.Count > 0
            || tls.ServerCertificate is not null;
        if (tls.Mode is null or ServerTlsMode.Passthrough or ServerTlsMode.AutoPassthrough && hasCertificate)
        {
            findings.Warn(
                path,
                tls.Mode is null
                    ? "without \"mode\" TLS is passed through, so that the certificate is not used"
                    : "TLS is passed through, so that the certificate is not used");
        }

        if (tls.HttpsRedirect == true)
        {
            findings.Warn(
                $"{path}.httpsRedirect", "only servers of plain HTTP redirect to HTTPS; here it is without effect");
        }
    }

    private static void CheckVersions(ServerTlsSettings tls, string path, ObjectFindings findings)
    {
        if (tls.MinProtocolVersion is TlsProtocolVersion.TlsV10 or TlsProtocolVersion.TlsV11)
        {
            findings.Warn(
                $"{path}.minProtocolVersion", "versions before TLS 1.2 are not spoken, so that 1.2 is the oldest");
        }

        if (tls.MaxProtocolVersion is TlsProtocolVersion.TlsV10 or TlsProtocolVersion.TlsV11)
        {
            findings.Warn(
                $"{path}.maxProtocolVersion", "versions before TLS 1.2 are not spoken, so that 1.2 is the newest");
        }

        if (tls.MinProtocolVersion == TlsProtocolVersion.TlsV13
            && tls.MaxProtocolVersion is TlsProtocolVersion.TlsV10 or TlsProtocolVersion.TlsV11
                or TlsProtocolVersion.TlsV12)
        {
            findings.Error(
                $"{path}.maxProtocolVersion", "found a newest version below the oldest, expected at least TLSV1_3");
        }
    }
}
