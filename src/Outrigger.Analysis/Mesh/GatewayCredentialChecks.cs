using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Secrets;
using Outrigger.Resources.Networking.Gateways;

namespace Outrigger.Analysis.Mesh;

/// <summary>
/// Whether the Secrets of Gateways exist, in the namespace of the gateway's proxies, and hold what is needed. A server
/// without its certificate opens nothing; the others of the port are served.
/// </summary>
internal static class GatewayCredentialChecks
{
    private const string Scheme = "kubernetes://";
    private const string RootsSuffix = "-cacert";

    public static void Run(MeshIndex index, Findings all)
    {
        foreach (ResourceObject<GatewaySpec> gateway in index.Snapshot.List<GatewaySpec>())
        {
            string[] spaces =
            [
                .. index.Workloads.Where(workload => workload.Has(gateway.Spec.Selector))
                    .Select(workload => workload.Namespace)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];
            for (int i = 0; i < gateway.Spec.Servers.Count; i++)
            {
                if (gateway.Spec.Servers[i].Tls is not { } tls) continue;
                foreach (string space in spaces)
                {
                    var checks = new ServerChecks(index, all.About(gateway), space, gateway.Spec.Servers[i]);
                    checks.Run(tls, $"spec.servers[{i}].tls");
                }
            }
        }
    }

    private sealed class ServerChecks(
        MeshIndex index, ObjectFindings findings, string space, GatewayServer server)
    {
        public void Run(ServerTlsSettings tls, string path)
        {
            if (tls.CredentialName is { Length: > 0 } one) CheckCertificate(one, $"{path}.credentialName");
            for (int i = 0; i < tls.CredentialNames.Count; i++)
            {
                CheckCertificate(tls.CredentialNames[i], $"{path}.credentialNames[{i}]");
            }

            if (tls.Mode is not (ServerTlsMode.Mutual or ServerTlsMode.OptionalMutual)) return;
            if (tls.CaCertCredentialName is { Length: > 0 } roots)
            {
                CheckRoots(roots, $"{path}.caCertCredentialName");
            }
            else if (tls.CredentialName is { Length: > 0 } beside)
            {
                CheckRoots(beside, $"{path}.credentialName");
            }
        }

        private string Consequence =>
            $"so that {string.Join(", ", server.Hosts)} on port {server.Port?.Number} is not served";

        private void CheckCertificate(string credential, string path)
        {
            if (OwnNameOf(credential, path) is not { } name) return;
            if (index.Snapshot.Find<Secret>(space, name) is not { } secret)
            {
                ReportMissing(name, path);
                return;
            }

            Report(name, CertificateSecret.Of(secret.Spec).FaultOfCertificate(), path);
        }

        private void CheckRoots(string credential, string path)
        {
            if (OwnNameOf(credential, path) is not { } name) return;
            ResourceObject<Secret>? own = index.Snapshot.Find<Secret>(space, name + RootsSuffix);
            ResourceObject<Secret>? secret = own ?? index.Snapshot.Find<Secret>(space, name);
            // A certificate's Secret that is missing was reported with the certificate.
            bool isReported = path.EndsWith("credentialName", StringComparison.Ordinal);
            if (secret is not null) Report(secret.Name, CertificateSecret.Of(secret.Spec).FaultOfRoots(), path);
            else if (!isReported) ReportMissing(name, path);
        }

        /// <summary>The Secret's name, unless it is one of another namespace, not the gateway's to read.</summary>
        private string? OwnNameOf(string credential, string path)
        {
            string name = credential.StartsWith(Scheme, StringComparison.Ordinal)
                ? credential[Scheme.Length..]
                : credential;
            int slash = name.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0 || name[..slash] == space) return name[(slash + 1)..];
            findings.Warn(
                path,
                $"the Secret {name} is of another namespace than the gateway's proxies, which are in {space} and may "
                    + $"not read it, {Consequence}",
                AnalysisCodes.InvalidGatewayCredential);
            return null;
        }

        private void ReportMissing(string name, string path) => findings.Warn(
            path, $"there is no Secret {space}/{name}, {Consequence}", AnalysisCodes.ReferencedResourceNotFound);

        private void Report(string name, string? fault, string path)
        {
            if (fault is null) return;
            findings.Warn(
                path, $"the Secret {space}/{name} {fault}, {Consequence}", AnalysisCodes.InvalidGatewayCredential);
        }
    }
}
