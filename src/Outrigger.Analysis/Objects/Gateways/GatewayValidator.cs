using System.Collections.Frozen;
using Outrigger.Analysis.Syntax;
using Outrigger.Resources;
using Outrigger.Resources.Networking.Gateways;
using Outrigger.Resources.Validation;

namespace Outrigger.Analysis.Objects.Gateways;

/// <summary>The rules of Gateways.</summary>
internal static class GatewayValidator
{
    private static readonly FrozenSet<string> Protocols = FrozenSet.ToFrozenSet(
        [
            "HTTP", "HTTPS", "GRPC", "GRPC-WEB", "HTTP2", "MONGO", "TCP", "TLS"
        ], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> PlainHttp = FrozenSet.ToFrozenSet(
        ["HTTP", "GRPC", "GRPC-WEB", "HTTP2"], StringComparer.OrdinalIgnoreCase);

    public static void Validate(ResourceObject<GatewaySpec> resource, ObjectFindings findings)
    {
        GatewaySpec spec = resource.Spec;
        if (spec.Servers.Count == 0)
        {
            findings.Error("spec", "found no servers, expected at least one under \"servers\"");
        }

        Common.CheckLabels(spec.Selector, "spec.selector", findings);
        for (int i = 0; i < spec.Servers.Count; i++)
        {
            GatewayServer server = spec.Servers[i];
            string path = $"spec.servers[{i}]";
            CheckPort(server, path, findings);
            CheckHosts(server, path, findings);
            CheckTls(server, path, findings);
            if (server.Bind is { } bind
                && !Addresses.IsAddress(bind)
                && !bind.StartsWith("unix://", StringComparison.Ordinal))
            {
                findings.Error($"{path}.bind", $"found \"{bind}\", expected an IP address or unix:///path");
            }

            if (server.Name is { Length: > 0 } name && spec.Servers.Take(i).Any(other => other.Name == name))
            {
                findings.Error(
                    $"{path}.name", $"found the server name \"{name}\" twice, expected every name once");
            }

            string? portName = server.Port?.Name;
            if (portName is { Length: > 0 }
                && spec.Servers.Take(i).Any(other => other.Port?.Name == portName))
            {
                findings.Error(
                    $"{path}.port.name",
                    $"found the port name \"{portName}\" twice, expected every name once");
            }
        }
    }

    private static void CheckPort(GatewayServer server, string path, ObjectFindings findings)
    {
        if (server.Port is not { } port) return;
        Common.CheckPort(port.Number, $"{path}.port.number", findings);
        if (port.Protocol is { } protocol && !Protocols.Contains(protocol))
        {
            string expected = string.Join(", ", Protocols.Order(StringComparer.Ordinal));
            findings.Error(
                $"{path}.port.protocol", $"found the protocol \"{protocol}\", expected one of {expected}");
        }

        if (port.Name is "")
        {
            findings.Error($"{path}.port.name", "found an empty text, expected a name for the port");
        }
    }

    private static void CheckHosts(GatewayServer server, string path, ObjectFindings findings)
    {
        if (server.Hosts.Count == 0)
        {
            findings.Error($"{path}.hosts", "found no hosts, expected at least one, or \"*\"");
        }

        for (int i = 0; i < server.Hosts.Count; i++)
        {
            string host = server.Hosts[i];
            string at = $"{path}.hosts[{i}]";
            int slash = host.IndexOf('/', StringComparison.Ordinal);
            if (slash >= 0)
            {
                string space = host[..slash];
                if (space is not ("*" or ".") && !Names.IsDnsLabel(space))
                {
                    findings.Error(
                        at, $"found the namespace \"{space}\", expected \"*\", \".\" or the name of one");
                }

                host = host[(slash + 1)..];
            }

            Common.CheckHost(host, at, allowsWildcard: true, findings);
        }
    }

    private static void CheckTls(GatewayServer server, string path, ObjectFindings findings)
    {
        string protocol = (server.Port?.Protocol ?? "").ToUpperInvariant();
        ServerTlsSettings? tls = server.Tls;
        if (protocol is "HTTPS" or "TLS" && tls is null)
        {
            findings.Error(path, $"found the protocol {protocol} without \"tls\", expected TLS settings");
        }

        if (tls is null) return;
        if (PlainHttp.Contains(protocol))
        {
            bool redirectsOnly = tls.HttpsRedirect == true && tls.Mode is null;
            if (redirectsOnly) return;
            string message =
                $"found TLS settings with the protocol {protocol}, expected only httpsRedirect, or HTTPS";
            findings.Error($"{path}.tls", message);
            return;
        }

        GatewayTlsWarnings.Check(tls, $"{path}.tls", findings);
        bool hasFiles = tls.ServerCertificate is not null && tls.PrivateKey is not null;
        bool hasSecret = tls.CredentialName is not null
            || tls.CredentialNames.Count > 0
            || tls.TlsCertificates.Count > 0;
        bool endsHere =
            tls.Mode is null or ServerTlsMode.Simple or ServerTlsMode.Mutual or ServerTlsMode.OptionalMutual;
        // Passing through is the default of the protocol TLS only when it is asked for; without a mode TLS
        // ends here.
        if (endsHere && tls.HttpsRedirect != true && !hasFiles && !hasSecret && tls.Mode is not null)
        {
            const string Message = "found TLS that ends here without a certificate, "
                + "expected credentialName, or serverCertificate and privateKey";
            findings.Error($"{path}.tls", Message);
        }
    }
}
