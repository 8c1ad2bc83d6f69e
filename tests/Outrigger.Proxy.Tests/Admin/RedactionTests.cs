using Outrigger.Proxy.Tests.DataPath.Tls;
using Outrigger.Proxy.Tests.Support;
using Outrigger.Tests.Tls;

namespace Outrigger.Proxy.Tests.Admin;

/// <summary>Certificates are shown, keys never.</summary>
public sealed class RedactionTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task No_key_and_no_password_is_in_what_the_administration_server_shows()
    {
        TestCertificate certificate = _authority.Issue("server.test", "spiffe://test/ns/a/sa/b");
        await using ProxyProcess proxy = await ProxyProcess.StartAsync(Bootstrap(certificate));
        await proxy.ReadyAsync();
        string[] words = [.. certificate.KeyPem.Split('\n').Where(line => line.Length > 0 && line[0] != '-')];
        foreach (string path in (string[])["/config_dump", "/config_dump?include_eds", "/certs", "/listeners", "/clusters"])
        {
            string shown = await proxy.Admin.TextAsync(path);
            Assert.All(words, word => Assert.DoesNotContain(word, shown, StringComparison.Ordinal));
            Assert.DoesNotContain("open sesame", shown, StringComparison.Ordinal);
        }

        string dump = await proxy.Admin.TextAsync("/config_dump");
        Assert.Contains("[redacted]", dump, StringComparison.Ordinal);
        Assert.Contains("BEGIN CERTIFICATE", dump, StringComparison.Ordinal);
        string certificates = await proxy.Admin.TextAsync("/certs");
        Assert.Contains("spiffe://test/ns/a/sa/b", certificates, StringComparison.Ordinal);
        Assert.Contains("\"days_until_expiration\": \"9\"", certificates, StringComparison.Ordinal);
    }

    private static string Bootstrap(TestCertificate certificate) => $$"""
        admin:
          address: { socket_address: { address: 127.0.0.1, port_value: 0 } }
        static_resources:
          secrets:
          - name: by-name
            tls_certificate: &certificate
              certificate_chain: { inline_string: {{TlsJson.Text(certificate.Pem)}} }
              private_key: { inline_string: {{TlsJson.Text(certificate.KeyPem)}} }
              password: { inline_string: open sesame }
          listeners:
          - name: web
            address: { socket_address: { address: 127.0.0.1, port_value: 0 } }
            filter_chains:
            - transport_socket:
                name: envoy.transport_sockets.tls
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
                  common_tls_context: { tls_certificates: [ *certificate ] }
              filters:
              - name: tcp
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
                  stat_prefix: tcp
                  cluster: backend
          clusters:
          - name: backend
            load_assignment: { cluster_name: backend }
        """;
}
