using System.Text;
using Envoy.Config.Listener.V3;
using Outrigger.Routing.Authorization;
using Outrigger.Routing.FilterChains;
using Outrigger.Routing.Routes;
using Outrigger.Routing.Tests.Authorization;

namespace Outrigger.Routing.Tests.Routes;

/// <summary>
/// A decision is made for every request of every client: it may not leave garbage behind. The tests run
/// alone: a collection that other tests cause would count the rest of this thread's allocation buffer as
/// used.
/// </summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private const int Rounds = 2000;

    [Theory]
    [InlineData("http://service-77.default.svc.cluster.local:9080/reviews/1?verbose=1")]
    [InlineData("http://any.wild.example.com/static/logo.png")]
    [InlineData("http://unknown.host/redirect/x")]
    [InlineData("http://unknown.host/regex/aaaaaaaaaaaaaaaaaaaaaaaab")]
    [InlineData("http://unknown.host/rewrite/users/7/orders")]
    [InlineData("http://unknown.host/none")]
    public void Deciding_rewriting_and_redirecting_allocate_nothing(string url)
    {
        RouteTable table = Tables.Valid(Yaml());
        var request = TestRequest.Get(url, "x-user: me", "cookie: a=b; session=1", "content-type: text/html");
        var buffer = new byte[512];
        long checksum = 0;
        long allocated = LeastAllocation(() =>
        {
            var random = new RandomState(3);
            checksum += Run(table, in request, ref random, buffer);
        });

        Assert.Equal(0, allocated);
        Assert.NotEqual(0, checksum);
    }

    [Fact]
    public void Choosing_a_filter_chain_allocates_nothing()
    {
        FilterChainMatcherResult result = FilterChainMatcher.Compile(
            [
                Chain(new() { DestinationPort = 80, ServerNames = { "a.com", "*.b.com" } }),
                Chain(new() { DestinationPort = 80, ApplicationProtocols = { "h2", "x" } }),
                Chain(new() { SourcePorts = { 5 } }),
            ],
            hasDefaultChain: true);
        int chain = 0;
        long allocated = LeastAllocation(() => chain = Choose(result.Matcher!));

        Assert.Equal(1, chain);
        Assert.Equal(0, allocated);
    }

    /// <summary>Rules of every kind, and some whose conditions several policies share.</summary>
    [Fact]
    public void Authorizing_allocates_nothing()
    {
        var random = new RandomRules(seed: 7);
        AuthorizationEngine engine = AuthorizationEngine.Compile(random.Rules(policyCount: 100)).Engine!;
        AuthorizationCase request = random.Request() with { PeerNames = ["spiffe://a/ns/b/sa/ab"] };
        TestRequest view = TestRequest.Get("http://shop.test/a/b?c=d", "x-a: 7", "x-b: shop");
        var scratch = new AuthorizationScratch();
        AuthorizationInput input = request.InputOf();
        long least = long.MaxValue;
        for (int i = 0; i < 20 && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int round = 0; round < Rounds; round++)
            {
                engine.Decide(in view, in input, scratch);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    /// <summary>
    /// What a run allocates once the runtime has compiled it for good; until then the runtime allocates for
    /// itself.
    /// </summary>
    private static long LeastAllocation(Action run)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 10 && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static FilterChain Chain(FilterChainMatch match) => new() { FilterChainMatch = match };

    private static int Choose(FilterChainMatcher matcher)
    {
        int chain = 0;
        for (int i = 0; i < Rounds; i++)
        {
            var connection = new ConnectionDescription
            {
                DestinationAddress = AddressValue.FromBytes([10, 0, 0, 1]),
                DestinationPort = 80,
                ServerName = "x.c.com"u8,
                TransportProtocol = "tls"u8,
                ApplicationProtocols = "\u0008http/1.1\u0002h2"u8,
            };
            chain = matcher.Match(in connection);
        }

        return chain;
    }

    private static long Run(RouteTable table, in TestRequest request, ref RandomState random, byte[] buffer)
    {
        long checksum = 0;
        for (int i = 0; i < Rounds; i++)
        {
            RouteDecision decision = table.Match(in request, ref random);
            var writer = new ByteWriter(buffer);
            decision.TryRewritePath(in request, ref writer);
            decision.TryRewriteHost(in request, ref writer);
            decision.WriteLocation(in request, ref writer);
            checksum += (int)decision.Kind + writer.RequiredLength + (decision.Cluster?.Index ?? 0) + 1;
        }

        return checksum;
    }

    private static string Yaml()
    {
        var yaml = new StringBuilder("name: big\nignore_port_in_host_matching: true\nvirtual_hosts:\n");
        for (int i = 0; i < 300; i++)
        {
            yaml.Append(
                $$"""
                - name: service-{{i}}
                  domains:
                  - service-{{i}}.default.svc.cluster.local
                  - service-{{i}}.default
                  - 10.0.{{i / 256}}.{{i % 256}}
                  routes:
                  - match: {path_separated_prefix: /reviews, headers: [{name: x-user, exact_match: someone}]}
                    route: {cluster: other}
                  - match:
                      prefix: /reviews/
                      query_parameters: [ {name: verbose, string_match: {exact: "1"} } ]
                    route:
                      prefix_rewrite: /v1/
                      weighted_clusters: {clusters: [{name: a, weight: 9}, {name: b, weight: 1}]}

                """);
        }

        return yaml.Append(
            """
            - name: wild
              domains: ["*.example.com", "*.wild.example.com"]
              routes: [ {match: {prefix: /}, route: {cluster: wild, host_rewrite_literal: backend}} ]
            - name: default
              domains: ["*"]
              routes:
              - match: {prefix: /redirect}
                redirect: {https_redirect: true, prefix_rewrite: /to, port_redirect: 8443}
              - {match: {safe_regex: {regex: "/regex/(a|aa)+b"}}, route: {cluster: regex}}
              - match: {prefix: /rewrite}
                route:
                  cluster: rewrite
                  regex_rewrite: {pattern: {regex: "/users/([0-9]+)"}, substitution: "/people/\\1"}
            """).ToString();
    }
}
