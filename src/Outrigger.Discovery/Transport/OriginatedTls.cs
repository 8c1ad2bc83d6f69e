using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Outrigger.Discovery.Clusters;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Registry;
using Outrigger.Resources.Networking.DestinationRules;
using Validation = Envoy.Extensions.TransportSockets.Tls.V3.CertificateValidationContext;

namespace Outrigger.Discovery.Transport;

/// <summary>
/// TLS that a proxy begins towards servers outside of the mesh: DestinationRule modes SIMPLE and MUTUAL, with
/// certificates from files or from a Secret of a gateway.
/// </summary>
internal static class OriginatedTls
{
    /// <summary>What Istio takes for the roots of the system.</summary>
    private const string SystemRoots = "system";

    /// <summary>Sets a cluster's transport.</summary>
    public static void Apply(
        Cluster cluster, MeshOptions options, MeshService service, MeshServicePort port, ClientTlsSettings tls)
    {
        var names = tls.SubjectAltNames.Count > 0 ? tls.SubjectAltNames : service.SubjectAltNames;
        var common = new CommonTlsContext { TlsParams = TlsVersions.Of(options.TlsDefaults) };
        if (port.Protocol is Protocol.Http2 or Protocol.Grpc or Protocol.GrpcWeb)
            common.AlpnProtocols.Add(ApplicationProtocols.ServerHttp2);
        if (tls.Mode == ClientTlsMode.Mutual) AddCertificate(common, tls);
        AddValidation(common, options, tls, names);
        var context = new UpstreamTlsContext { CommonTlsContext = common, Sni = ServerNameOf(service, port, tls) };
        if (context.Sni.Length == 0 && port.Protocol.IsHttp())
        {
            var checksHost = names.Count == 0 && tls.InsecureSkipVerify != true && options.VerifiesServers;
            ClusterProtocol.AskForHost(cluster, checksHost);
        }
        cluster.TransportSocket = TransportSockets.Of(context);
    }

    /// <summary>
    /// The name to ask for. Requests have a host of their own to ask for; of bytes nothing is known but their service.
    /// </summary>
    private static string ServerNameOf(MeshService service, MeshServicePort port, ClientTlsSettings tls)
    {
        if (!string.IsNullOrEmpty(tls.Sni)) return tls.Sni;
        return port.Protocol.IsHttp() || HostName.IsWildcard(service.Host) ? "" : service.Host;
    }

    private static void AddCertificate(CommonTlsContext common, ClientTlsSettings tls)
    {
        if (tls.CredentialName is { Length: > 0 } credential)
        {
            common.TlsCertificateSdsSecretConfigs.Add(SecretSources.Served(CredentialName.Of(credential)));
            return;
        }
        common.TlsCertificates.Add(new TlsCertificate
        {
            CertificateChain = new DataSource { Filename = tls.ClientCertificate ?? "" },
            PrivateKey = new DataSource { Filename = tls.PrivateKey ?? "" },
        });
    }

    private static void AddValidation(
        CommonTlsContext common, MeshOptions options, ClientTlsSettings tls, IReadOnlyList<string> names)
    {
        if (tls.InsecureSkipVerify == true)
        {
            common.ValidationContext = Unverified();
            return;
        }
        var validation = new Validation
        {
            MatchTypedSubjectAltNames = { names.Select(TransportSockets.Exactly) },
            Crl = tls.CaCrl is { Length: > 0 } list ? new DataSource { Filename = list } : null,
        };
        if (tls.CredentialName is { Length: > 0 } credential)
        {
            common.CombinedValidationContext = new CommonTlsContext.Types.CombinedCertificateValidationContext
            {
                DefaultValidationContext = validation,
                ValidationContextSdsSecretConfig = SecretSources.Served(CredentialName.OfRoots(credential)),
            };
            return;
        }
        if (tls.CaCertificates is { Length: > 0 } file and not SystemRoots)
            validation.TrustedCa = new DataSource { Filename = file };
        else if (tls.CaCertificates == SystemRoots || options.VerifiesServers)
            validation.SystemRootCerts = new Validation.Types.SystemRootCerts();
        else
            validation.TrustChainVerification = Validation.Types.TrustChainVerification.AcceptUntrusted;
        common.ValidationContext = validation;
    }

    private static Validation Unverified() =>
        new() { TrustChainVerification = Validation.Types.TrustChainVerification.AcceptUntrusted };
}
