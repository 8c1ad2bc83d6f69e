using System.Net;
using Outrigger.Tests.Tls;

namespace Outrigger.Proxy.Tests.DataPath.Tls;

public sealed class TlsClusterTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly ProxyHarness _proxy = new();

    public void Dispose()
    {
        _proxy.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task A_request_goes_to_an_endpoint_over_mutual_TLS()
    {
        using var backend = new TlsBackend(_authority.Issue("server.test"), _authority);
        var own = _authority.Issue(new IssueOptions("CN=proxy"), "spiffe://cluster.local/ns/a/sa/proxy");
        var response = await AskAsync(backend, TlsJson.Upstream(_authority, context: "\"sni\": \"server.test\"", own: own));
        Assert.Equal("hello", response.Body);
        Assert.Equal(("server.test", "CN=proxy", "http/1.1"), Assert.Single(backend.Handshakes));
        Assert.Equal(1, Ssl("ssl.handshake"));
    }

    [Fact]
    public async Task A_connection_is_used_again()
    {
        using var backend = new TlsBackend(_authority.Issue("server.test"));
        await StartAsync(backend, TlsJson.Upstream(_authority, context: "\"sni\": \"server.test\""));
        for (var count = 0; count < 5; count++)
            Assert.Equal("hello", (await GetAsync()).Body);
        Assert.Single(backend.Handshakes);
        Assert.Equal(5, backend.Requests.Count);
    }

    [Fact]
    public async Task An_endpoint_with_another_name_is_refused_with_the_reason()
    {
        using var backend = new TlsBackend(_authority.Issue("other.test"));
        var response = await AskAsync(backend, TlsJson.Upstream(_authority, context: "\"sni\": \"server.test\""));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.Status);
        Assert.Equal(
            "upstream connect error or disconnect/reset before headers. reset reason: connection failure, transport "
            + "failure reason: certificate verify failed: the certificate is for DNS other.test, not for server.test",
            response.Body);
        Assert.Equal(1, Ssl("ssl.fail_verify_san"));
        Assert.Empty(backend.Requests);
    }

    [Fact]
    public async Task Without_roots_the_systems_own_are_asked()
    {
        using var backend = new TlsBackend(_authority.Issue("server.test"));
        var response = await AskAsync(backend, TlsJson.Upstream(null, context: "\"sni\": \"server.test\""));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.Status);
        Assert.Contains("unable to get local issuer certificate", response.Body, StringComparison.Ordinal);
        Assert.Equal(1, Ssl("ssl.fail_verify_error"));
    }

    [Fact]
    public async Task Verification_ends_only_where_the_resource_says_so()
    {
        using var backend = new TlsBackend(_authority.Issue(new IssueOptions(IsExpired: true), "other.test"));
        const string Accept = "\"validationContext\": { \"trustChainVerification\": \"ACCEPT_UNTRUSTED\" }";
        var response = await AskAsync(backend, TlsJson.Upstream(null, Accept, "\"sni\": \"server.test\""));
        Assert.Equal("hello", response.Body);
    }

    [Theory]
    [InlineData("\"exact\": \"spiffe://cluster.local/ns/a/sa/b\"", true)]
    [InlineData("\"prefix\": \"spiffe://cluster.local/ns/a/\"", true)]
    [InlineData("\"suffix\": \"/sa/b\"", true)]
    [InlineData("\"contains\": \"LOCAL/ns\", \"ignoreCase\": true", true)]
    [InlineData("\"safeRegex\": { \"regex\": \"spiffe://[a-z.]+/ns/a/sa/.*\" }", true)]
    [InlineData("\"exact\": \"spiffe://cluster.local/ns/a/sa/c\"", false)]
    [InlineData("\"prefix\": \"spiffe://cluster.local/ns/b/\"", false)]
    [InlineData("\"safeRegex\": { \"regex\": \"spiffe://\" }", false)]
    public async Task Names_are_matched_in_every_way(string matcher, bool isRight)
    {
        using var backend = new TlsBackend(_authority.Issue("spiffe://cluster.local/ns/a/sa/b"));
        var demands = $$""" "matchTypedSubjectAltNames": [ { "sanType": "URI", "matcher": { {{matcher}} } } ] """;
        var socket = TlsJson.Socket("UpstreamTlsContext", TlsJson.Roots(_authority, demands), "\"sni\": \"outbound_.80_._.b\"");
        var response = await AskAsync(backend, socket);
        Assert.Equal(isRight ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, response.Status);
        if (!isRight)
            Assert.Contains("SAN matches none of URI ", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_requests_host_is_asked_for_and_checked_where_the_cluster_says_so()
    {
        using var backend = new TlsBackend(_authority.Issue("a.test", "b.test"));
        const string Auto = """
            "typedExtensionProtocolOptions": { "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
              "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
              "upstreamHttpProtocolOptions": { "autoSni": true, "autoSanValidation": true },
              "explicitHttpConfig": { "httpProtocolOptions": {} } } },
            """;
        await StartAsync(backend, TlsJson.Upstream(_authority) + Auto);
        foreach (var host in new[] { "a.test", "b.test:8080", "a.test" })
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(host)).Status);
        Assert.Equal(["a.test", "b.test"], backend.Handshakes.Select(each => each.ServerName));
        var refused = await GetAsync("c.test");
        Assert.Contains("not for c.test", refused.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"istio\"", "istio-http/1.1")]
    [InlineData("\"istio-peer-exchange\", \"istio\"", "istio-http/1.1")]
    [InlineData("\"istio-peer-exchange\", \"istio\"", "http/1.1")]
    [InlineData("\"other\"", "other")]
    public async Task Peers_of_a_mesh_are_told_that_HTTP_follows(string configured, string understood)
    {
        using var backend = new TlsBackend(_authority.Issue("server.test"), applicationProtocol: understood);
        var socket = TlsJson.Upstream(
            _authority, $"\"alpnProtocols\": [{configured}]", "\"sni\": \"server.test\"");
        var response = await AskAsync(backend, socket);
        Assert.Equal("hello", response.Body);
        Assert.Equal(understood, Assert.Single(backend.Handshakes).Protocol);
    }

    [Fact]
    public async Task Endpoints_have_the_transport_that_their_metadata_asks_for()
    {
        using var secured = new TlsBackend(_authority.Issue("server.test"));
        using var plain = ScriptedBackend.Answering(ScriptedBackend.Ok("plain"));
        var socket = TlsJson.Upstream(_authority, context: "\"sni\": \"server.test\"").TrimEnd().TrimEnd(',');
        _proxy.ClusterJson($$"""
            { "name": "backend", "type": "STATIC", "connectTimeout": "1s",
              "transportSocketMatches": [ { "name": "tls", "match": { "tlsMode": "istio" }, {{socket}} } ] }
            """);
        _proxy.EndpointsJson("backend", $$"""
            { "endpoint": { "address": { "socketAddress": { "address": "127.0.0.1", "portValue": {{secured.EndPoint.Port}} } } },
              "metadata": { "filterMetadata": { "envoy.transport_socket_match": { "tlsMode": "istio" } } } }
            """, $$"""
            { "endpoint": { "address": { "socketAddress": { "address": "127.0.0.1", "portValue": {{plain.EndPoint.Port}} } } } }
            """);
        _address = await _proxy.ListenHttpAsync(ProxyHarness.RouteTo("backend"));
        string[] bodies = [(await GetAsync()).Body, (await GetAsync()).Body];
        Assert.Equal(["hello", "plain"], bodies.Order());
    }

    private IPEndPoint _address = null!;

    private async Task<(HttpStatusCode Status, string Body)> AskAsync(TlsBackend backend, string socket)
    {
        await StartAsync(backend, socket);
        return await GetAsync();
    }

    private async Task StartAsync(TlsBackend backend, string options)
    {
        _proxy.Cluster("backend", options, backend.EndPoint);
        _address = await _proxy.ListenHttpAsync(ProxyHarness.RouteTo("backend"));
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string host = "server.test")
    {
        using var client = TlsHttpClient.Create(_address, _authority);
        using var response = await client.GetAsync(new Uri($"http://{host}/"), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private long Ssl(string name) => _proxy.Stats.Cluster("backend").Tls.Read(name);
}
