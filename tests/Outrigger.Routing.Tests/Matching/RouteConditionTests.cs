using Outrigger.Routing.Routes;

namespace Outrigger.Routing.Tests.Matching;

/// <summary>Every kind of condition, one route each: does the request reach it?</summary>
public sealed class RouteConditionTests
{
    [Theory]
    [InlineData("prefix: /", "/", true)]
    [InlineData("prefix: /", "/a?b", true)]
    [InlineData("prefix: /api", "/api", true)]
    [InlineData("prefix: /api", "/apis", true)]
    [InlineData("prefix: /api", "/API", false)]
    [InlineData("prefix: /api, case_sensitive: false", "/API/x", true)]
    [InlineData("prefix: /api?x", "/api?x", false)]
    [InlineData("prefix: \"\"", "/anything", true)]
    [InlineData("path: /api", "/api", true)]
    [InlineData("path: /api", "/api?q=1", true)]
    [InlineData("path: /api", "/api#f", true)]
    [InlineData("path: /api", "/api/", false)]
    [InlineData("path: /api", "/ap", false)]
    [InlineData("path: /api, case_sensitive: false", "/aPi?q=1", true)]
    [InlineData("path: /api, case_sensitive: false", "/aPi/", false)]
    [InlineData("path_separated_prefix: /api", "/api", true)]
    [InlineData("path_separated_prefix: /api", "/api?q", true)]
    [InlineData("path_separated_prefix: /api", "/api/", true)]
    [InlineData("path_separated_prefix: /api", "/api/v1", true)]
    [InlineData("path_separated_prefix: /api", "/apiv1", false)]
    [InlineData("path_separated_prefix: /api", "/API/v1", false)]
    [InlineData("path_separated_prefix: /api, case_sensitive: false", "/API/v1", true)]
    [InlineData("safe_regex: {regex: \"/v[0-9]+/.*\"}", "/v12/x", true)]
    [InlineData("safe_regex: {regex: \"/v[0-9]+/.*\"}", "/v12/x?y=1", true)]
    [InlineData("safe_regex: {regex: \"/v[0-9]+\"}", "/v12/x", false)]
    [InlineData("safe_regex: {regex: \"/v[0-9]+\"}", "/x/v12", false)]
    [InlineData("safe_regex: {regex: \"/a|/b\"}", "/a/b", false)]
    [InlineData("safe_regex: {regex: \"/a\"}, case_sensitive: false", "/A", false)]
    public void Path(string match, string path, bool expected) =>
        AssertMatch(match, TestRequest.Get("http://h" + path), expected);

    [Theory]
    [InlineData("connect_matcher: {}", "CONNECT", "http://h:443", true)]
    [InlineData("connect_matcher: {}", "CONNECT", "http://h/chat", true)]
    [InlineData("connect_matcher: {}", "GET", "http://h/", false)]
    [InlineData("prefix: /", "CONNECT", "http://h:443", false)]
    [InlineData("prefix: \"\"", "CONNECT", "http://h:443", false)]
    [InlineData("prefix: /", "CONNECT", "http://h/chat", true)]
    public void Connect(string match, string method, string url, bool expected) =>
        AssertMatch(match, TestRequest.Send(method, url), expected);

    [Theory]
    [InlineData("name: x, string_match: {exact: a}", "x: a", true)]
    [InlineData("name: X, string_match: {exact: a}", "x: a", true)]
    [InlineData("name: x, string_match: {exact: a}", "x: b", false)]
    [InlineData("name: x, string_match: {exact: a}", "", false)]
    [InlineData("name: x, string_match: {exact: a, ignore_case: true}", "x: A", true)]
    [InlineData("name: x, string_match: {exact: a}, invert_match: true", "x: b", true)]
    [InlineData("name: x, string_match: {exact: a}, invert_match: true", "x: a", false)]
    [InlineData("name: x, string_match: {exact: a}, invert_match: true", "", false)]
    [InlineData(
        "name: x, string_match: {exact: a}, invert_match: true, treat_missing_header_as_empty: true",
        "",
        true)]
    [InlineData("name: x, string_match: {exact: \"\"}, treat_missing_header_as_empty: true", "", true)]
    [InlineData("name: x, exact_match: a", "x: a", true)]
    [InlineData("name: x, exact_match: \"\"", "x: a", true)]
    [InlineData("name: x, exact_match: \"\"", "", false)]
    [InlineData("name: x, string_match: {exact: \"\"}", "x: a", false)]
    [InlineData("name: x, prefix_match: a", "x: ab", true)]
    [InlineData("name: x, suffix_match: b", "x: ab", true)]
    [InlineData("name: x, contains_match: b", "x: abc", true)]
    [InlineData("name: x, contains_match: d", "x: abc", false)]
    [InlineData("name: x, safe_regex_match: {regex: \"a+\"}", "x: aaa", true)]
    [InlineData("name: x, safe_regex_match: {regex: \"a+\"}", "x: aab", false)]
    [InlineData("name: x, present_match: true", "x: a", true)]
    [InlineData("name: x, present_match: true", "x: ", true)]
    [InlineData("name: x, present_match: true", "", false)]
    [InlineData("name: x, present_match: false", "", true)]
    [InlineData("name: x, present_match: false", "x: a", false)]
    [InlineData("name: x, present_match: true, invert_match: true", "", true)]
    [InlineData("name: x, present_match: true, invert_match: true", "x: a", false)]
    [InlineData("name: x", "x: a", true)]
    [InlineData("name: x", "", false)]
    [InlineData("name: x, range_match: {start: -10, end: 0}", "x: -1", true)]
    [InlineData("name: x, range_match: {start: -10, end: 0}", "x: -10", true)]
    [InlineData("name: x, range_match: {start: -10, end: 0}", "x: 0", false)]
    [InlineData("name: x, range_match: {start: -10, end: 10}", "x: +5", true)]
    [InlineData("name: x, range_match: {start: -10, end: 10}", "x: +-5", false)]
    [InlineData("name: x, range_match: {start: -10, end: 10}", "x: 5a", false)]
    [InlineData("name: x, range_match: {start: -10, end: 10}", "x: 5.0", false)]
    [InlineData("name: x, range_match: {start: -10, end: 10}", "x: 99999999999999999999", false)]
    [InlineData("name: x, range_match: {start: -10, end: 10}, invert_match: true", "x: none", true)]
    [InlineData("name: x, range_match: {start: -10, end: 10}, invert_match: true", "", false)]
    [InlineData("name: \":method\", string_match: {exact: GET}", "", true)]
    [InlineData("name: \":method\", string_match: {exact: POST}", "", false)]
    [InlineData("name: \":authority\", string_match: {prefix: h}", "", true)]
    [InlineData("name: host, string_match: {exact: h}", "", true)]
    [InlineData("name: \":path\", string_match: {exact: \"/p?q=1\"}", "", true)]
    [InlineData("name: \":scheme\", string_match: {exact: http}", "", true)]
    public void Header(string matcher, string header, bool expected) => AssertMatch(
        $"prefix: /, headers: [{{{matcher}}}]", TestRequest.Get("http://h/p?q=1", header), expected);

    [Theory]
    [InlineData("name: a, string_match: {exact: \"1\"}", "?a=1", true)]
    [InlineData("name: a, string_match: {exact: \"1\"}", "?b=2&a=1", true)]
    [InlineData("name: a, string_match: {exact: \"1\"}", "?a=2&a=1", false)]
    [InlineData("name: a, string_match: {exact: \"1\"}", "?aa=1", false)]
    [InlineData("name: a, string_match: {exact: \"1\"}", "?A=1", false)]
    [InlineData("name: a, string_match: {exact: \"1\"}", "?a=1#x", true)]
    [InlineData("name: a, string_match: {exact: \"1=2\"}", "?a=1=2", true)]
    [InlineData("name: a, string_match: {exact: \"%31\"}", "?a=%31", true)]
    [InlineData("name: a, string_match: {exact: \"1\"}", "?a=%31", false)]
    [InlineData("name: a, string_match: {exact: \"\"}", "?a", true)]
    [InlineData("name: a, string_match: {exact: \"\"}", "", false)]
    [InlineData("name: a, string_match: {safe_regex: {regex: \"[0-9]+\"}}", "?a=123", true)]
    [InlineData("name: a, string_match: {safe_regex: {regex: \"[0-9]+\"}}", "?a=123x", false)]
    [InlineData("name: a, present_match: true", "?a", true)]
    [InlineData("name: a, present_match: true", "?a=", true)]
    [InlineData("name: a, present_match: true", "?b", false)]
    [InlineData("name: a, present_match: true", "#?a", false)]
    [InlineData("name: a, present_match: false", "?b", true)]
    [InlineData("name: a, present_match: false", "?a", false)]
    [InlineData("name: a", "?&&a&", true)]
    public void QueryParameter(string matcher, string query, bool expected) => AssertMatch(
        $"prefix: /, query_parameters: [{{{matcher}}}]", TestRequest.Get("http://h/p" + query), expected);

    [Theory]
    [InlineData("content-type: application/grpc", true)]
    [InlineData("content-type: application/grpc+proto", true)]
    [InlineData("content-type: application/grpc-web", false)]
    [InlineData("content-type: application/json", false)]
    [InlineData("", false)]
    public void Grpc(string header, bool expected) =>
        AssertMatch("prefix: /, grpc: {}", TestRequest.Send("POST", "http://h/s/m", header), expected);

    [Fact]
    public void All_headers_and_parameters_must_match()
    {
        const string Match =
            "prefix: /, headers: [{name: x, exact_match: a}, {name: y, exact_match: b}], "
            + "query_parameters: [{name: q}]";
        AssertMatch(Match, TestRequest.Get("http://h/?q", "x: a", "y: b"), expected: true);
        AssertMatch(Match, TestRequest.Get("http://h/?q", "x: a"), expected: false);
        AssertMatch(Match, TestRequest.Get("http://h/?q", "x: a", "y: c"), expected: false);
        AssertMatch(Match, TestRequest.Get("http://h/", "x: a", "y: b"), expected: false);
    }

    [Theory]
    [InlineData("numerator: 0", 0.0)]
    [InlineData("numerator: 25", 0.25)]
    [InlineData("numerator: 100", 1.0)]
    [InlineData("numerator: 200", 1.0)]
    [InlineData("numerator: 1234, denominator: TEN_THOUSAND", 0.1234)]
    [InlineData("numerator: 500000, denominator: MILLION", 0.5)]
    public void A_fraction_takes_its_share(string percent, double expected)
    {
        RouteTable table = Tables.Valid(Tables.WithRoutes(
            $"- match: {{prefix: /, runtime_fraction: {{default_value: {{{percent}}}}}}}\n"
            + "  route: {cluster: some}"));
        var request = TestRequest.Get("http://h/");
        var random = new RandomState(42);
        const int Requests = 40_000;
        int matches = 0;
        for (int i = 0; i < Requests; i++)
        {
            matches += table.Match(in request, ref random).Kind == RouteDecisionKind.Forward ? 1 : 0;
        }

        // Five standard deviations; with a fixed seed the result never varies anyway.
        double tolerance = 5 * Math.Sqrt(expected * (1 - expected) / Requests);
        Assert.InRange((double)matches / Requests, expected - tolerance, expected + tolerance);
    }

    private static void AssertMatch(string match, TestRequest request, bool expected)
    {
        RouteTable table = Tables.Valid(Tables.WithRoutes(
            $"- match: {{{match}}}\n  route: {{cluster: c}}"));
        RouteDecision decision = Tables.Decide(table, request);
        Assert.Equal(expected ? RouteDecisionKind.Forward : RouteDecisionKind.NoRoute, decision.Kind);
    }
}
