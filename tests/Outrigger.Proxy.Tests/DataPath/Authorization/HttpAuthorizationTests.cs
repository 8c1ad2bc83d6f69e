using System.Net;
using Outrigger.Proxy.Authorization;
using Outrigger.Proxy.Tests.DataPath.Tls;
using Outrigger.Tests.Tls;

namespace Outrigger.Proxy.Tests.DataPath.Authorization;

public sealed class HttpAuthorizationTests : IDisposable
{
    private const string Frontend = "spiffe://cluster.local/ns/shop/sa/frontend";

    private readonly ScriptedBackend _backend = ScriptedBackend.Answering(ScriptedBackend.Ok("hello"));
    private readonly ProxyHarness _proxy = new();

    public HttpAuthorizationTests() => _proxy.Cluster("c", _backend.EndPoint);

    public void Dispose()
    {
        _proxy.Dispose();
        _backend.Dispose();
    }

    [Theory]
    [InlineData("ALLOW", "/open/door", true)]
    [InlineData("ALLOW", "/closed", false)]
    [InlineData("DENY", "/open/door", false)]
    [InlineData("DENY", "/closed", true)]
    [InlineData("LOG", "/open/door", true)]
    [InlineData("LOG", "/closed", true)]
    public async Task A_policy_decides_by_the_action(string action, string path, bool isAllowed)
    {
        var endPoint = await ListenAsync(RbacJson.Http(RbacJson.Rules(action, RbacJson.Path("/open/"), RbacJson.Any)));
        var response = await GetAsync(endPoint, path);
        if (isAllowed)
        {
            Assert.EndsWith("hello", response, StringComparison.Ordinal);
        }
        else
        {
            Assert.StartsWith("HTTP/1.1 403 ", response, StringComparison.Ordinal);
            Assert.Contains("content-type: text/plain", response, StringComparison.Ordinal);
            Assert.EndsWith("\r\n\r\nRBAC: access denied", response, StringComparison.Ordinal);
            Assert.Empty(_backend.Requests);
        }

        Assert.Equal(isAllowed ? 1 : 0, Count(AuthorizationStat.Allowed));
        Assert.Equal(isAllowed ? 0 : 1, Count(AuthorizationStat.Denied));
    }

    /// <summary>Nobody may learn from the answer whether there is a route.</summary>
    [Fact]
    public async Task A_denial_comes_before_what_the_route_says()
    {
        var filters = RbacJson.Http(RbacJson.Rules("DENY", RbacJson.Any, RbacJson.Any));
        var endPoint = await ListenAsync(
            filters, """{ "match": { "prefix": "/there" }, "redirect": { "pathRedirect": "/elsewhere" } }""");
        Assert.StartsWith("HTTP/1.1 403 ", await GetAsync(endPoint, "/there"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", await GetAsync(endPoint, "/nowhere"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_filters_of_one_name_follow_one_another()
    {
        var endPoint = await ListenAsync(
            RbacJson.Http(RbacJson.Rules("DENY", RbacJson.Path("/open/secret"), RbacJson.Any))
            + RbacJson.Http(RbacJson.Rules("ALLOW", RbacJson.Path("/open"), RbacJson.Any)));
        Assert.StartsWith("HTTP/1.1 200 ", await GetAsync(endPoint, "/open/door"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", await GetAsync(endPoint, "/open/secret"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", await GetAsync(endPoint, "/other"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_without_policies_deny_and_no_rules_allow()
    {
        var endPoint = await ListenAsync(RbacJson.Http("\"rules\": {}"));
        Assert.StartsWith("HTTP/1.1 403 ", await GetAsync(endPoint, "/"), StringComparison.Ordinal);
        endPoint = await ListenAsync(RbacJson.Http("\"rulesStatPrefix\": \"unused\""));
        Assert.StartsWith("HTTP/1.1 200 ", await GetAsync(endPoint, "/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shadow_rules_only_count()
    {
        var endPoint = await ListenAsync(RbacJson.Http(
            RbacJson.Rules("DENY", RbacJson.Path("/shadow"), RbacJson.Any, field: "shadowRules")
            + ", \"shadowRulesStatPrefix\": \"istio_dry_run_deny_\", \"trackPerRuleStats\": true"));
        await GetAsync(endPoint, "/shadow");
        Assert.StartsWith("HTTP/1.1 200 ", await GetAsync(endPoint, "/other"), StringComparison.Ordinal);
        var stats = _proxy.Stats.Authorization(AuthorizationStatNames.Http("test", "", "istio_dry_run_deny_"));
        _proxy.Count(Stats.HttpStat.NoRoute);
        Assert.Equal(1, stats.Read(AuthorizationStat.ShadowDenied));
        Assert.Equal(1, stats.Read(AuthorizationStat.ShadowAllowed));
        Assert.Equal(0, stats.Read(AuthorizationStat.Denied));
        var text = StatisticsText();
        Assert.Contains("http.test.rbac.istio_dry_run_deny_.shadow_denied: 1\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "http.test.rbac.istio_dry_run_deny_.policy.ns[a]-policy[p]-rule[0].shadow_denied: 1\n", text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "rbac": {} }""", "/closed", 200)]
    [InlineData("{}", "/closed", 200)]
    [InlineData(
        """{ "rbac": { "rules": { "action": "DENY", "policies": { "p": { "permissions": [ { "any": true } ], "principals": [ { "any": true } ] } } } } }""",
        "/open/door", 403)]
    public async Task A_route_may_have_rules_of_its_own(string perRoute, string path, int status)
    {
        const string Type = "\"@type\": \"type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute\"";
        var config = perRoute == "{}" ? $"{{ {Type} }}" : $"{{ {Type}, {perRoute[1..]}";
        var route = "{ \"typedPerFilterConfig\": { \"envoy.filters.http.rbac\": " + config + " }, "
            + ProxyHarness.RouteTo("c")[1..];
        var endPoint = await ListenAsync(
            RbacJson.Http(RbacJson.Rules("ALLOW", RbacJson.Path("/open/"), RbacJson.Any)), route);
        Assert.StartsWith($"HTTP/1.1 {status} ", await GetAsync(endPoint, path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"directRemoteIp\"", "127.0.0.1", "", true)]
    [InlineData("\"directRemoteIp\"", "10.0.0.1", "x-forwarded-for: 10.0.0.1\r\n", false)]
    [InlineData("\"sourceIp\"", "127.0.0.1", "x-forwarded-for: 10.0.0.1\r\n", true)]
    [InlineData("\"remoteIp\"", "127.0.0.1", "", true)]
    [InlineData("\"remoteIp\"", "10.0.0.1", "x-forwarded-for: 10.0.0.1\r\n", true)]
    [InlineData("\"remoteIp\"", "10.0.0.1", "x-forwarded-for: 10.0.0.9, 10.0.0.1\r\n", true)]
    [InlineData("\"remoteIp\"", "10.0.0.9", "x-forwarded-for: 10.0.0.9, 10.0.0.1\r\n", false)]
    [InlineData("\"remoteIp\"", "127.0.0.1", "x-forwarded-for: what?\r\n", true)]
    public async Task Addresses_are_told_apart(string field, string address, string header, bool isAllowed)
    {
        var principal = $"{field}: {{ \"addressPrefix\": \"{address}\", \"prefixLen\": 32 }}";
        var endPoint = await ListenAsync(RbacJson.Http(RbacJson.Rules("ALLOW", RbacJson.Any, principal)));
        var response = await GetAsync(endPoint, "/", header);
        Assert.StartsWith(isAllowed ? "HTTP/1.1 200 " : "HTTP/1.1 403 ", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "10.0.0.9, 10.0.0.1", "127.0.0.1")]
    [InlineData(1, "10.0.0.9, 10.0.0.1", "10.0.0.1")]
    [InlineData(2, "10.0.0.9, 10.0.0.1", "10.0.0.9")]
    [InlineData(3, "10.0.0.9, 10.0.0.1", "127.0.0.1")]
    public async Task At_the_edge_trusted_proxies_tell_the_clients_address(int hops, string list, string expected)
    {
        var principal = $"\"remoteIp\": {{ \"addressPrefix\": \"{expected}\", \"prefixLen\": 32 }}";
        var endPoint = await ListenAsync(
            RbacJson.Http(RbacJson.Rules("ALLOW", RbacJson.Any, principal)),
            manager: $"\"useRemoteAddress\": true, \"xffNumTrustedHops\": {hops},");
        var response = await GetAsync(endPoint, "/", $"x-forwarded-for: {list}\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Frontend, true)]
    [InlineData("spiffe://cluster.local/ns/shop/sa/other", false)]
    [InlineData(null, false)]
    public async Task A_peer_is_known_by_its_certificate(string? name, bool isAllowed)
    {
        using var authority = new TestAuthority();
        var server = authority.Issue("server.test");
        var filters = RbacJson.Http(RbacJson.Rules("ALLOW", RbacJson.Any, RbacJson.Peer(Frontend)));
        _proxy.Listener(TlsJson.Listener(
                "http", TlsJson.Downstream(server, TlsJson.Roots(authority)), ProxyHarness.RouteTo("c"))
            .Replace("\"httpFilters\": [", $"\"httpFilters\": [ {filters}", StringComparison.Ordinal));
        await _proxy.ApplyAsync();
        var own = name is null ? null : authority.Issue(new IssueOptions("CN=any"), name);
        using var client = TlsHttpClient.Create(await _proxy.EndPointAsync("http"), authority, own);
        for (var count = 0; count < 2; count++)
        {
            using var response = await client.GetAsync(
                new Uri("https://server.test/"), TestContext.Current.CancellationToken);
            Assert.Equal(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    private string StatisticsText()
    {
        var names = new NumberTexts();
        _proxy.Stats.Visit(names);
        return string.Concat(names.Lines);
    }

    private async Task<IPEndPoint> ListenAsync(string filters, string route = "", string manager = "")
    {
        _proxy.Listener(ProxyHarness.HttpListenerJson(
            "http", route.Length == 0 ? ProxyHarness.RouteTo("c") : route, manager, filters: filters));
        await _proxy.ApplyAsync();
        return await _proxy.EndPointAsync("http");
    }

    private static async Task<string> GetAsync(IPEndPoint endPoint, string path, string headers = "")
    {
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync($"GET {path} HTTP/1.1\r\nhost: shop.test\r\n{headers}\r\n");
        return await client.ReceiveMessageAsync();
    }

    private long Count(AuthorizationStat stat)
    {
        // A response may be there before the worker has counted it.
        _proxy.Count(Stats.HttpStat.NoRoute);
        return _proxy.Stats.Authorization(AuthorizationStatNames.Http("test", "", "")).Read(stat);
    }

    private sealed class NumberTexts : Stats.IStatVisitor
    {
        public List<string> Lines { get; } = [];

        public void Number(in Stats.StatName name, Stats.StatKind kind, long value) => Lines.Add($"{name.Text}: {value}\n");

        public void Histogram(in Stats.StatName name, Stats.HistogramTotals? totals)
        {
        }
    }
}
