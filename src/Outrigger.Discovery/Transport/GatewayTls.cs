using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Resources.Networking.Gateways;
using Outrigger.Resources.Validation;
using TlsCertificate = Envoy.Extensions.TransportSockets.Tls.V3.TlsCertificate;
using Validation = Envoy.Extensions.TransportSockets.Tls.V3.CertificateValidationContext;
using Wire = Envoy.Extensions.TransportSockets.Tls.V3.TlsParameters.Types.TlsProtocol;

namespace Outrigger.Discovery.Transport;

/// <summary>TLS that ends at a gateway.</summary>
internal static class GatewayTls
{
    /// <summary>The transport of a server's chain, or null when its credentials cannot be had.</summary>
    /// <param name="snapshot">The mesh.</param>
    /// <param name="proxy">The gateway.</param>
    /// <param name="tls">The server's settings.</param>
    /// <param name="isHttp">Whether HTTP is inside.</param>
    public static TransportSocket? Socket(
        MeshSnapshot snapshot, ProxyNode proxy, ServerTlsSettings tls, bool isHttp)
    {
        if (tls.Mode == ServerTlsMode.IstioMutual) return InboundTls.Socket(snapshot.Options, tls.SubjectAltNames);
        var common = new CommonTlsContext { TlsParams = ParametersOf(snapshot.Options, tls) };
        if (isHttp) common.AlpnProtocols.Add(ApplicationProtocols.Server);
        var secrets = SecretsOf(tls).ToList();
        if (!secrets.TrueForAll(name => snapshot.Credentials.IsFor(proxy, name))) return null;
        common.TlsCertificateSdsSecretConfigs.Add(
            secrets.Where(name => !CredentialName.IsOfRoots(name)).Select(SecretSources.Served));
        if (common.TlsCertificateSdsSecretConfigs.Count == 0) common.TlsCertificates.Add(FilesOf(tls));
        if (common.TlsCertificateSdsSecretConfigs.Count + common.TlsCertificates.Count == 0) return null;
        var isMutual = tls.Mode is ServerTlsMode.Mutual or ServerTlsMode.OptionalMutual;
        if (isMutual) AddValidation(common, tls, secrets.Find(CredentialName.IsOfRoots));
        return TransportSockets.Of(new DownstreamTlsContext
        {
            CommonTlsContext = common,
            RequireClientCertificate = tls.Mode == ServerTlsMode.Mutual,
        });
    }

    /// <summary>The secrets that a server refers to, by the names under which they are served.</summary>
    public static IEnumerable<string> SecretsOf(ServerTlsSettings tls)
    {
        IReadOnlyList<string> certificates = tls.CredentialName is { Length: > 0 } one ? [one] : tls.CredentialNames;
        foreach (var credential in certificates) yield return CredentialName.Of(credential);
        if (tls.Mode is not (ServerTlsMode.Mutual or ServerTlsMode.OptionalMutual)) yield break;
        if (tls.CaCertCredentialName is { Length: > 0 } roots) yield return CredentialName.OfRoots(roots);
        else if (certificates.Count > 0) yield return CredentialName.OfRoots(certificates[0]);
    }

    private static TlsParameters ParametersOf(MeshOptions options, ServerTlsSettings tls)
    {
        var oldest = TlsVersions.Of(tls.MinProtocolVersion, otherwise: Wire.Tlsv12);
        var newest = TlsVersions.Of(tls.MaxProtocolVersion, otherwise: Wire.Tlsv13);
        var curves = tls.EcdhCurves.Count > 0 ? tls.EcdhCurves : options.TlsDefaults.EcdhCurves;
        var ciphers = tls.CipherSuites.Count > 0 ? tls.CipherSuites : options.TlsDefaults.CipherSuites;
        return new TlsParameters
        {
            // Versions before 1.2 are broken; clients that know no newer one are better told so at once.
            TlsMinimumProtocolVersion = oldest < Wire.Tlsv12 ? Wire.Tlsv12 : oldest,
            TlsMaximumProtocolVersion = newest < Wire.Tlsv12 ? Wire.Tlsv12 : newest,
            CipherSuites = { ciphers.Where(TlsAlgorithms.IsCipherSuite).Distinct() },
            EcdhCurves = { curves.Where(TlsAlgorithms.IsCurve).Distinct() },
        };
    }

    private static IEnumerable<TlsCertificate> FilesOf(ServerTlsSettings tls)
    {
        if (tls.ServerCertificate is { Length: > 0 } chain && tls.PrivateKey is { Length: > 0 } key)
            yield return OfFiles(chain, key);
        foreach (var certificate in tls.TlsCertificates)
            yield return OfFiles(certificate.ServerCertificate ?? "", certificate.PrivateKey ?? "");
    }

    private static TlsCertificate OfFiles(string chain, string key) => new()
    {
        CertificateChain = new DataSource { Filename = chain },
        PrivateKey = new DataSource { Filename = key },
    };

    private static void AddValidation(CommonTlsContext common, ServerTlsSettings tls, string? roots)
    {
        var validation = new Validation
        {
            MatchTypedSubjectAltNames = { tls.SubjectAltNames.Select(TransportSockets.Exactly) },
            VerifyCertificateHash = { tls.VerifyCertificateHash },
            VerifyCertificateSpki = { tls.VerifyCertificateSpki },
            Crl = tls.CaCrl is { Length: > 0 } list ? new DataSource { Filename = list } : null,
        };
        if (tls.InsecureSkipVerify == true)
            validation.TrustChainVerification = Validation.Types.TrustChainVerification.AcceptUntrusted;
        var file = tls.TlsCertificates.Select(certificate => certificate.CaCertificates)
            .Prepend(tls.CaCertificates)
            .FirstOrDefault(name => !string.IsNullOrEmpty(name));
        if (roots is null)
        {
            if (file is not null) validation.TrustedCa = new DataSource { Filename = file };
            common.ValidationContext = validation;
            return;
        }
        common.CombinedValidationContext = new CommonTlsContext.Types.CombinedCertificateValidationContext
        {
            DefaultValidationContext = validation,
            ValidationContextSdsSecretConfig = SecretSources.Served(roots),
        };
    }
}
