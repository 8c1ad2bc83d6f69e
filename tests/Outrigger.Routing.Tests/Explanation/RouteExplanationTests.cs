using Outrigger.Routing.Explanation;
using Outrigger.Routing.Matching;
using Outrigger.Routing.Routes;

namespace Outrigger.Routing.Tests.Explanation;

public sealed class RouteExplanationTests
{
    private const string Routes =
        """
        name: test
        virtual_hosts:
        - name: v
          domains: ["*.example.com"]
          routes:
          - {name: admin, match: {prefix: /admin}, direct_response: {status: 403}}
          - name: beta
            match:
              prefix: /
              headers:
              - {name: ":method", exact_match: GET}
              - {name: x-beta, exact_match: "1", invert_match: true}
            route: {cluster: beta}
          - match: {prefix: /, query_parameters: [{name: debug, present_match: true}]}
            route: {cluster: debug}
          - {name: grpc, match: {prefix: /, grpc: {}}, route: {cluster: grpc}}
          - name: few
            match: {prefix: /, runtime_fraction: {default_value: {numerator: 0}}}
            route: {cluster: few}
          - {name: rest, match: {safe_regex: {regex: "/.*"}}, route: {cluster: rest}}
          - {name: unreached, match: {prefix: /}, route: {cluster: unreached}}
        """;

    [Fact]
    public void Every_route_that_was_tried_is_listed_with_its_first_failed_condition()
    {
        RouteExplanation explanation = Explain("http://www.example.com/page?q=1");

        Assert.Equal("rest", explanation.Decision.Cluster!.Name);
        Assert.Equal(DomainMatchKind.SuffixWildcard, explanation.Domain);
        Assert.Equal(
            [
                "admin misses: expected path prefix '/admin'",
                "beta misses: expected header x-beta not exactly '1'",
                "route 2 misses: expected query parameter debug present",
                "grpc misses: expected a gRPC request",
                "few misses: expected one of 0 in 100 requests",
                "rest matches: path regex '/.*'",
            ],
            explanation.Routes.Select(route => route.ToString()));
        Assert.Equal(1, explanation.Routes[1].ConditionIndex);
        Assert.Equal(RouteMiss.Header, explanation.Routes[1].Miss);
    }

    [Fact]
    public void Without_a_virtual_host_no_route_is_tried()
    {
        RouteExplanation explanation = Explain("http://other.org/");
        Assert.Equal(RouteDecisionKind.NoVirtualHost, explanation.Decision.Kind);
        Assert.Equal(DomainMatchKind.None, explanation.Domain);
        Assert.Empty(explanation.Routes);
    }

    private static RouteExplanation Explain(string url)
    {
        RouteTable table = Tables.Valid(Routes);
        var request = TestRequest.Get(url);
        var random = new RandomState(1);
        return RouteExplanation.Of(table, in request, ref random);
    }
}
