using Outrigger.Routing.Routes;

namespace Outrigger.Routing.Tests.Actions;

public sealed class RedirectTests
{
    [Theory]
    // Scheme.
    [InlineData("https_redirect: true", "http://h/p?q", "https://h/p?q")]
    [InlineData("scheme_redirect: https", "http://h/p?q", "https://h/p?q")]
    [InlineData("scheme_redirect: ftp", "http://h/p", "ftp://h/p")]
    [InlineData("host_redirect: other", "https://h/p", "https://other/p")]
    // The port of the old scheme does not survive a change of scheme; any other port does.
    [InlineData("https_redirect: true", "http://h:80/p", "https://h/p")]
    [InlineData("https_redirect: true", "http://h:8080/p", "https://h:8080/p")]
    [InlineData("https_redirect: true", "http://h:443/p", "https://h:443/p")]
    [InlineData("scheme_redirect: http", "https://h:443/p", "http://h/p")]
    [InlineData("scheme_redirect: http", "https://h:80/p", "http://h:80/p")]
    [InlineData("https_redirect: true", "https://h:443/p", "https://h:443/p")]
    [InlineData("https_redirect: true", "http://[::1]:80/p", "https://[::1]/p")]
    [InlineData("https_redirect: true", "http://[::1]/p", "https://[::1]/p")]
    [InlineData("https_redirect: true", "http://[fe80::80]:8080/p", "https://[fe80::80]:8080/p")]
    // Host and port.
    [InlineData("host_redirect: other", "http://h:8080/p", "http://other/p")]
    [InlineData("host_redirect: \"other:99\"", "http://h:8080/p", "http://other:99/p")]
    [InlineData("port_redirect: 8443", "http://h/p", "http://h:8443/p")]
    [InlineData("port_redirect: 8443", "http://h:8080/p", "http://h:8443/p")]
    [InlineData("port_redirect: 8443", "http://[::1]:8080/p", "http://[::1]:8443/p")]
    [InlineData(
        "host_redirect: other, port_redirect: 8443, https_redirect: true",
        "http://h:80/p",
        "https://other:8443/p")]
    // Path and query.
    [InlineData("path_redirect: /new", "http://h/old", "http://h/new")]
    [InlineData("path_redirect: /new", "http://h/old?q=1", "http://h/new?q=1")]
    [InlineData("path_redirect: /new, strip_query: true", "http://h/old?q=1", "http://h/new")]
    [InlineData("path_redirect: \"/new?a=b\"", "http://h/old?q=1", "http://h/new?a=b")]
    [InlineData("path_redirect: \"/new?a=b\", strip_query: true", "http://h/old?q=1", "http://h/new?a=b")]
    [InlineData("strip_query: true", "http://h/old?q=1", "http://h/old")]
    [InlineData("host_redirect: o, strip_query: true", "http://h/old", "http://o/old")]
    [InlineData("prefix_rewrite: /new", "http://h/old/x?q=1", "http://h/new/x?q=1")]
    [InlineData("prefix_rewrite: /new, strip_query: true", "http://h/old/x?q=1", "http://h/new/x")]
    [InlineData("prefix_rewrite: /", "http://h/old/x", "http://h//x")]
    [InlineData(
        "regex_rewrite: {pattern: {regex: \"^/old/(.*)$\"}, substitution: \"/\\\\1/new\"}",
        "http://h/old/x?q=/old/",
        "http://h/x/new?q=/old/")]
    public void The_location_is_built_as_Envoy_builds_it(string redirect, string url, string expected) =>
        Assert.Equal(expected, Location($"- match: {{prefix: /old}}\n  redirect: {{{redirect}}}\n"
            + $"- match: {{prefix: /}}\n  redirect: {{{redirect}}}", TestRequest.Get(url)));

    [Fact]
    public void The_forwarded_protocol_says_which_port_is_stale()
    {
        const string Route = "- match: {prefix: /}\n  redirect: {https_redirect: true}";
        Assert.Equal(
            "https://h:80/", Location(Route, TestRequest.Get("http://h:80/", "x-forwarded-proto: https")));
        Assert.Equal(
            "https://h/", Location(Route, TestRequest.Get("https://h:80/", "x-forwarded-proto: http")));
    }

    [Theory]
    [InlineData("MOVED_PERMANENTLY", 301)]
    [InlineData("FOUND", 302)]
    [InlineData("SEE_OTHER", 303)]
    [InlineData("TEMPORARY_REDIRECT", 307)]
    [InlineData("PERMANENT_REDIRECT", 308)]
    public void The_status_is_the_configured_one(string code, int expected)
    {
        RouteTable table = Tables.Valid(Tables.WithRoutes(
            $"- match: {{prefix: /}}\n  redirect: {{host_redirect: o, response_code: {code}}}"));
        RouteDecision decision = Tables.Decide(table, TestRequest.Get("http://h/"));
        Assert.Equal(RouteDecisionKind.Redirect, decision.Kind);
        Assert.Equal(expected, decision.RedirectStatus);
    }

    [Theory]
    [InlineData("ALL", "http://h/p?q", "", true)]
    [InlineData("ALL", "https://h/p", "", false)]
    [InlineData("ALL", "http://h/p", "x-forwarded-proto: https", false)]
    [InlineData("ALL", "https://h/p?q", "x-forwarded-proto: http", true)]
    [InlineData("ALL", "http://h/p", "x-envoy-internal: true", true)]
    [InlineData("EXTERNAL_ONLY", "http://h/p", "", true)]
    [InlineData("EXTERNAL_ONLY", "http://h/p", "x-envoy-internal: true", false)]
    [InlineData("EXTERNAL_ONLY", "https://h/p", "", false)]
    [InlineData("NONE", "http://h/p", "", false)]
    public void Plain_text_is_redirected_where_the_virtual_host_requires_TLS(
        string requirement, string url, string header, bool isRedirected)
    {
        RouteTable table = Tables.Valid(
            $$"""
            virtual_hosts:
            - name: v
              domains: ["*"]
              require_tls: {{requirement}}
              routes: [ {match: {prefix: /}, route: {cluster: c} } ]
            """);
        var request = TestRequest.Get(url, header);
        RouteDecision decision = Tables.Decide(table, request);

        Assert.Equal(isRedirected ? RouteDecisionKind.TlsRedirect : RouteDecisionKind.Forward, decision.Kind);
        Assert.Equal(isRedirected ? 301 : 0, decision.RedirectStatus);
        var writer = new ByteWriter(new byte[100]);
        decision.WriteLocation(in request, ref writer);
        Assert.Equal(isRedirected ? "https://h" + url[url.IndexOf("/p", StringComparison.Ordinal)..] : "",
            Bytes.Text(writer.Written));
    }

    [Fact]
    public void A_location_that_does_not_fit_says_how_long_it_is()
    {
        RouteTable table =
            Tables.Valid(Tables.WithRoutes("- match: {prefix: /}\n  redirect: {https_redirect: true}"));
        var request = TestRequest.Get("http://h/path");
        RouteDecision decision = Tables.Decide(table, request);
        var writer = new ByteWriter(new byte[5]);
        decision.WriteLocation(in request, ref writer);

        Assert.True(writer.Overflowed);
        Assert.Equal("https://h/path".Length, writer.RequiredLength);
        Assert.Equal("https", Bytes.Text(writer.Written));
    }

    private static string Location(string routes, TestRequest request)
    {
        RouteDecision decision = Tables.Decide(Tables.Valid(Tables.WithRoutes(routes)), request);
        var writer = new ByteWriter(new byte[200]);
        decision.WriteLocation(in request, ref writer);
        return Bytes.Text(writer.Written);
    }
}
