using System.Net;
using Outrigger.Tests.Tls;

namespace Outrigger.Proxy.Tests.DataPath.Tls;

public sealed class TlsListenerTests : IDisposable
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
    public async Task A_request_over_TLS_is_forwarded_with_its_scheme()
    {
        var address = await ListenAsync(TlsJson.Downstream(_authority.Issue("server.test")));
        using var client = TlsHttpClient.Create(address, _authority);
        Assert.Equal("hello", await TlsHttpClient.GetAsync(client, "https://server.test/a"));
        Assert.True(_backend.Requests.TryDequeue(out var request));
        Assert.Contains("x-forwarded-proto: https\r\n", request, StringComparison.Ordinal);
        Assert.Equal(1, Ssl("ssl.handshake"));
        Assert.Equal(1, Ssl("ssl.versions.TLSv1.3"));
        Assert.Equal(1, Ssl("ssl.no_certificate"));
    }

    [Theory]
    [InlineData("SANITIZE", false, null)]
    [InlineData("SANITIZE", true, null)]
    [InlineData("FORWARD_ONLY", false, null)]
    [InlineData("FORWARD_ONLY", true, "By=spiffe://before")]
    [InlineData("APPEND_FORWARD", false, null)]
    [InlineData("APPEND_FORWARD", true, "By=spiffe://before, *")]
    [InlineData("SANITIZE_SET", false, null)]
    [InlineData("SANITIZE_SET", true, "*")]
    [InlineData("ALWAYS_FORWARD_ONLY", false, "By=spiffe://before")]
    [InlineData("ALWAYS_FORWARD_ONLY", true, "By=spiffe://before")]
    public async Task The_forwarded_client_certificate_follows_the_mode(string mode, bool hasCertificate, string? expected)
    {
        var server = _authority.Issue("server.test", "spiffe://cluster.local/ns/a/sa/server");
        var own = _authority.Issue(new IssueOptions("CN=front"), "spiffe://cluster.local/ns/a/sa/front", "front.test");
        var manager = $$"""
            "forwardClientCertDetails": "{{mode}}",
            "setCurrentClientCertDetails": { "subject": true, "uri": true, "dns": true },
            """;
        var address = await ListenAsync(TlsJson.Downstream(server, TlsJson.Roots(_authority)), manager);
        using var client = TlsHttpClient.Create(address, _authority, hasCertificate ? own : null);
        using var message = new HttpRequestMessage(HttpMethod.Get, "https://server.test/");
        message.Headers.TryAddWithoutValidation("x-forwarded-client-cert", "By=spiffe://before");
        (await client.SendAsync(message, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        Assert.True(_backend.Requests.TryDequeue(out var request));
        var line = request.Split("\r\n").FirstOrDefault(
            each => each.StartsWith("x-forwarded-client-cert: ", StringComparison.Ordinal));
        using var x509 = own.ToX509();
        var hash = x509.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).ToLowerInvariant();
        var element = $"By=spiffe://cluster.local/ns/a/sa/server;Hash={hash};Subject=\"CN=front\";"
            + "URI=spiffe://cluster.local/ns/a/sa/front;DNS=front.test";
        Assert.Equal(expected?.Replace("*", element), line?["x-forwarded-client-cert: ".Length..]);
    }

    [Fact]
    public async Task A_client_without_the_demanded_certificate_is_refused_and_counted()
    {
        var address = await ListenAsync(TlsJson.Downstream(
            _authority.Issue("server.test"), TlsJson.Roots(_authority), "\"requireClientCertificate\": true"));
        using var client = TlsHttpClient.Create(address, _authority);
        await Assert.ThrowsAsync<HttpRequestException>(() => TlsHttpClient.GetAsync(client, "https://server.test/"));
        await _proxy.UntilAsync(_ => Ssl("ssl.fail_verify_no_cert") == 1, "the refusal is counted");
    }

    [Fact]
    public async Task A_client_of_another_authority_is_refused_and_counted()
    {
        using var stranger = new TestAuthority("CN=Stranger");
        var address = await ListenAsync(TlsJson.Downstream(
            _authority.Issue("server.test"), TlsJson.Roots(_authority), "\"requireClientCertificate\": true"));
        using var client = TlsHttpClient.Create(address, _authority, stranger.Issue("front.test"));
        await Assert.ThrowsAsync<HttpRequestException>(() => TlsHttpClient.GetAsync(client, "https://server.test/"));
        await _proxy.UntilAsync(_ => Ssl("ssl.fail_verify_error") == 1, "the refusal is counted");
    }

    [Fact]
    public async Task Format_variables_tell_of_the_connection()
    {
        var route = """
            { "match": { "prefix": "/" }, "route": { "cluster": "backend" }, "requestHeadersToAdd": [
              { "header": { "key": "x-tls", "value": "%DOWNSTREAM_TLS_VERSION% %DOWNSTREAM_TLS_CIPHER% %REQUESTED_SERVER_NAME%" } },
              { "header": { "key": "x-peer", "value":
                "%DOWNSTREAM_PEER_SUBJECT% %DOWNSTREAM_PEER_URI_SAN% %DOWNSTREAM_PEER_DNS_SAN%" } } ] }
            """;
        var socket = TlsJson.Downstream(_authority.Issue("server.test"), TlsJson.Roots(_authority));
        _proxy.Cluster("backend", _backend.EndPoint);
        _proxy.Listener(TlsJson.Listener("tls", socket, route));
        await _proxy.ApplyAsync();
        var own = _authority.Issue(new IssueOptions("CN=front"), "spiffe://a/b", "front.test");
        using var client = TlsHttpClient.Create(await _proxy.EndPointAsync("tls"), _authority, own);
        await TlsHttpClient.GetAsync(client, "https://server.test/");
        Assert.True(_backend.Requests.TryDequeue(out var request));
        Assert.Contains("x-tls: TLSv1.3 TLS_AES_128_GCM_SHA256 server.test\r\n", request, StringComparison.Ordinal);
        Assert.Contains("x-peer: CN=front spiffe://a/b front.test\r\n", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stalled_handshake_ends_in_time()
    {
        var socket = TlsJson.Downstream(_authority.Issue("server.test"));
        _proxy.Cluster("backend", _backend.EndPoint);
        _proxy.Listener(TlsJson.Listener(
            "tls", socket, ProxyHarness.RouteTo("backend"), chain: "\"transportSocketConnectTimeout\": \"0.2s\","));
        await _proxy.ApplyAsync();
        using var wire = await Wire.ConnectAsync(await _proxy.EndPointAsync("tls"));
        await wire.SendAsync([0x16, 3, 1]);
        Assert.True(await wire.IsEndedAsync());
        await _proxy.UntilAsync(_ => Ssl("ssl.connection_error") == 1, "the failure is counted");
    }

    [Theory]
    [InlineData("http", HttpStatusCode.MovedPermanently)]
    [InlineData("https", HttpStatusCode.OK)]
    public async Task Plain_requests_are_redirected_where_TLS_is_demanded(string scheme, HttpStatusCode expected)
    {
        _proxy.Cluster("backend", _backend.EndPoint);
        var socket = scheme == "https" ? TlsJson.Downstream(_authority.Issue("server.test")) : "";
        _proxy.Listener(TlsJson.Listener("tls", socket, ProxyHarness.RouteTo("backend"), "\"useRemoteAddress\": true,")
            .Replace("\"domains\": [\"*\"],", "\"domains\": [\"*\"], \"requireTls\": \"ALL\",", StringComparison.Ordinal));
        await _proxy.ApplyAsync();
        using var client = TlsHttpClient.Create(await _proxy.EndPointAsync("tls"), _authority);
        using var response = await client.GetAsync(new Uri($"{scheme}://server.test/a?b=c"), TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
        if (scheme == "http")
            Assert.Equal("https://server.test/a?b=c", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Files_that_change_are_taken_up_without_dropping_a_connection()
    {
        var directory = Directory.CreateTempSubdirectory("outrigger-tls");
        try
        {
            var (chain, key) = (Path.Combine(directory.FullName, "chain.pem"), Path.Combine(directory.FullName, "key.pem"));
            void Write(TestCertificate certificate)
            {
                File.WriteAllText(chain, certificate.Pem);
                File.WriteAllText(key, certificate.KeyPem);
            }

            Write(_authority.Issue("server.test"));
            var address = await ListenAsync(TlsJson.Socket(
                "DownstreamTlsContext",
                $$"""
                "tlsCertificates": [ { "certificateChain": { "filename": {{TlsJson.Text(chain)}} },
                  "privateKey": { "filename": {{TlsJson.Text(key)}} } } ]
                """,
                ""));
            using var first = TlsHttpClient.Create(address, _authority);
            Assert.Equal("hello", await TlsHttpClient.GetAsync(first, "https://server.test/"));

            // Only half of the pair is new: the old pair stays in force.
            var renewed = _authority.Issue("renewed.test");
            File.WriteAllText(chain, renewed.Pem);
            _proxy.Tls.Look();
            using (var second = TlsHttpClient.Create(address, _authority))
                Assert.Equal("hello", await TlsHttpClient.GetAsync(second, "https://server.test/"));

            Write(renewed);
            _proxy.Tls.Look();
            using (var third = TlsHttpClient.Create(address, _authority))
                Assert.Equal("hello", await TlsHttpClient.GetAsync(third, "https://renewed.test/"));
            Assert.Equal("hello", await TlsHttpClient.GetAsync(first, "https://server.test/"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<IPEndPoint> ListenAsync(string socket, string manager = "")
    {
        _proxy.Cluster("backend", _backend.EndPoint);
        _proxy.Listener(TlsJson.Listener("tls", socket, ProxyHarness.RouteTo("backend"), manager));
        await _proxy.ApplyAsync();
        return await _proxy.EndPointAsync("tls");
    }

    private long Ssl(string name) => _proxy.Stats.Listener("127.0.0.1_0").Tls.Read(name);
}
