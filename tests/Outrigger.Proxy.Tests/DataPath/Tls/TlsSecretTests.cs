using Envoy.Extensions.TransportSockets.Tls.V3;
using Outrigger.Proxy.Tls;
using Outrigger.Tests.Tls;
using DataSource = Envoy.Config.Core.V3.DataSource;

namespace Outrigger.Proxy.Tests.DataPath.Tls;

/// <summary>Keys and roots that stand elsewhere, by name.</summary>
public sealed class TlsSecretTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly ProxyHarness _proxy = new();
    private readonly ScriptedBackend _backend = ScriptedBackend.Answering(ScriptedBackend.Ok("hello"));

    public void Dispose()
    {
        _proxy.Dispose();
        _backend.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task A_secret_of_the_bootstrap_is_used()
    {
        Assert.True(_proxy.Tls.Secrets.TryAddStatic(Secret("server", _authority.Issue("server.test"))));
        await ListenAsync("");
        Assert.Equal("hello", await GetAsync("server.test"));
    }

    [Fact]
    public async Task A_secret_in_a_file_is_used_and_followed()
    {
        var path = Path.GetTempFileName();
        try
        {
            Write(_authority.Issue("server.test"));
            await ListenAsync($$""" "sdsConfig": { "pathConfigSource": { "path": {{TlsJson.Text(path)}} } } """);
            Assert.Equal("hello", await GetAsync("server.test"));
            Write(_authority.Issue("renewed.test", "with.longer.name.test"));
            _proxy.Tls.Look();
            Assert.Equal("hello", await GetAsync("renewed.test"));
        }
        finally
        {
            File.Delete(path);
        }

        void Write(TestCertificate certificate) => File.WriteAllText(path, $$"""
            { "resources": [ { "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret", "name": "server",
              "tlsCertificate": { "certificateChain": { "inlineString": {{TlsJson.Text(certificate.Pem)}} },
                "privateKey": { "inlineString": {{TlsJson.Text(certificate.KeyPem)}} } } } ] }
            """);
    }

    [Fact]
    public async Task A_discovered_secret_is_waited_for_and_followed()
    {
        await ListenAsync(""" "sdsConfig": { "ads": {}, "resourceApiVersion": "V3" } """);
        Assert.Equal(["server"], _proxy.Tls.DiscoveredNames);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync("server.test"));
        Take(_authority.Issue("server.test"));
        Assert.Equal("hello", await GetAsync("server.test"));
        Take(_authority.Issue("renewed.test"));
        Assert.Equal("hello", await GetAsync("renewed.test"));
    }

    [Fact]
    public async Task HTTP2_is_served_and_spoken_where_TLS_agrees_on_it()
    {
        var certificate = _authority.Issue("server.test");
        _proxy.Cluster("backend", _backend.EndPoint);
        _proxy.Listener(TlsJson.Listener(
            "inner", TlsJson.Downstream(certificate, "\"alpnProtocols\": [\"h2\", \"http/1.1\"]"),
            ProxyHarness.RouteTo("backend")));
        await _proxy.ApplyAsync();
        const string Http2 = """
            "typedExtensionProtocolOptions": { "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
              "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
              "explicitHttpConfig": { "http2ProtocolOptions": {} } } },
            """;
        _proxy.Cluster(
            "inner", TlsJson.Upstream(_authority, context: "\"sni\": \"server.test\"") + Http2,
            await _proxy.EndPointAsync("inner"));
        _proxy.Listener(TlsJson.Listener(
            "tls", TlsJson.Downstream(certificate, "\"alpnProtocols\": [\"h2\"]"), ProxyHarness.RouteTo("inner")));
        await _proxy.ApplyAsync();
        using var client = TlsHttpClient.Create(await _proxy.EndPointAsync("tls"), _authority);
        client.DefaultRequestVersion = new Version(2, 0);
        for (var count = 0; count < 3; count++)
        {
            using var response = await client.GetAsync(new Uri("https://server.test/"), TestContext.Current.CancellationToken);
            Assert.Equal(new Version(2, 0), response.Version);
            Assert.Equal("hello", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(1, _proxy.Stats.Cluster("inner").Tls.Read("ssl.handshake"));
        Assert.Equal(1, _proxy.Stats.Cluster("inner").Read(Outrigger.Proxy.Stats.ClusterStat.UpstreamCxHttp2Total));
    }

    private static Secret Secret(string name, TestCertificate certificate) => new()
    {
        Name = name,
        TlsCertificate = new TlsCertificate
        {
            CertificateChain = new DataSource { InlineString = certificate.Pem },
            PrivateKey = new DataSource { InlineString = certificate.KeyPem },
        },
    };

    private void Take(TestCertificate certificate)
    {
        _proxy.Tls.Secrets.SetDiscovered(SecretSource.ManagementServer, Secret("server", certificate));
        Assert.Empty(_proxy.Tls.Refresh(new SecretReference(SecretSource.ManagementServer, "server")));
    }

    private async Task ListenAsync(string source)
    {
        var reference = $$""" "tlsCertificateSdsSecretConfigs": [ { "name": "server" {{(source.Length == 0 ? "" : "," + source)}} } ] """;
        _proxy.Cluster("backend", _backend.EndPoint);
        _proxy.Listener(TlsJson.Listener(
            "tls", TlsJson.Socket("DownstreamTlsContext", reference, ""), ProxyHarness.RouteTo("backend")));
        await _proxy.ApplyAsync();
    }

    private async Task<string> GetAsync(string host)
    {
        using var client = TlsHttpClient.Create(await _proxy.EndPointAsync("tls"), _authority);
        return await TlsHttpClient.GetAsync(client, $"https://{host}/");
    }
}
