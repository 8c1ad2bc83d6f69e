using Envoy.Config.Core.V3;
using Outrigger.Routing.Actions;
using Outrigger.Routing.Rewrites;
using Outrigger.Routing.Routes;

namespace Outrigger.Routing.Tests.Actions;

public sealed class ForwardTests
{
    [Theory]
    [InlineData("{prefix: /api}", "prefix_rewrite: /", "/api/x?q=1", "//x?q=1")]
    [InlineData("{prefix: /api/}", "prefix_rewrite: /", "/api/x?q=1", "/x?q=1")]
    [InlineData("{prefix: /api}", "prefix_rewrite: /v2", "/api", "/v2")]
    [InlineData("{prefix: /api}", "prefix_rewrite: /v2", "/apis?q", "/v2s?q")]
    [InlineData("{prefix: /api, case_sensitive: false}", "prefix_rewrite: /v2", "/API/x", "/v2/x")]
    [InlineData("{prefix: /}", "prefix_rewrite: /v2/", "/x?q", "/v2/x?q")]
    [InlineData("{path: /api}", "prefix_rewrite: /v2", "/api?q=1", "/v2?q=1")]
    [InlineData("{path_separated_prefix: /api}", "prefix_rewrite: /v2", "/api/x?q=1", "/v2/x?q=1")]
    [InlineData("{path_separated_prefix: /api}", "prefix_rewrite: /v2", "/api#f", "/v2#f")]
    [InlineData("{safe_regex: {regex: \"/a.*\"}}", "prefix_rewrite: /v2", "/abc?q=1", "/v2?q=1")]
    [InlineData(
        "{prefix: /}",
        "regex_rewrite: {pattern: {regex: \"/a/([^/]*)\"}, substitution: \"/\\\\1\"}",
        "/a/b/a/c?/a/d",
        "/b/c?/a/d")]
    [InlineData(
        "{prefix: /}", "regex_rewrite: {pattern: {regex: \"none\"}, substitution: x}", "/a?none", "/a?none")]
    public void The_path_is_rewritten_and_the_query_kept(
        string match, string rewrite, string path, string expected)
    {
        var request = TestRequest.Get("http://h" + path);
        RouteDecision decision = Decide(match, "cluster: c, " + rewrite, request);
        var writer = new ByteWriter(new byte[100]);

        Assert.True(decision.TryRewritePath(in request, ref writer));
        Assert.Equal(expected, Bytes.Text(writer.Written));
    }

    [Fact]
    public void A_path_stays_without_a_rewrite_and_without_a_path()
    {
        var request = TestRequest.Get("http://h/");
        var writer = new ByteWriter(new byte[100]);
        Assert.False(Decide("{prefix: /}", "cluster: c", request).TryRewritePath(in request, ref writer));

        var connect = TestRequest.Send("CONNECT", "http://h:443");
        RouteDecision decision = Decide("{connect_matcher: {}}", "cluster: c, prefix_rewrite: /x", connect);
        Assert.False(decision.TryRewritePath(in connect, ref writer));
        Assert.Equal(0, writer.RequiredLength);
    }

    [Theory]
    [InlineData("host_rewrite_literal: other", "", "other")]
    [InlineData("host_rewrite_header: X-Host", "x-host: from-header", "from-header")]
    [InlineData("host_rewrite_header: x-host", "", null)]
    [InlineData(
        "host_rewrite_path_regex: {pattern: {regex: \"^/(.+)/.+$\"}, substitution: \"\\\\1\"}", "", "tenant")]
    [InlineData("auto_host_rewrite: true", "", null)]
    [InlineData("auto_host_rewrite: false", "", null)]
    public void The_host_is_rewritten(string rewrite, string header, string? expected)
    {
        var request = TestRequest.Get("http://h/tenant/x?y/z", header);
        RouteDecision decision = Decide("{prefix: /}", "cluster: c, " + rewrite, request);
        var writer = new ByteWriter(new byte[100]);
        bool isRewritten = decision.TryRewriteHost(in request, ref writer);

        Assert.Equal(expected, isRewritten ? Bytes.Text(writer.Written) : null);
        Assert.Equal(
            rewrite == "auto_host_rewrite: true", decision.HostRewrite?.Kind == HostRewriteKind.Endpoint);
    }

    [Fact]
    public void A_cluster_that_is_named_twice_is_one_reference()
    {
        RouteTable table = Tables.Valid(Tables.WithRoutes(
            """
            - {match: {path: /a}, route: {cluster: one}}
            - {match: {path: /b}, route: {cluster: two}}
            - {match: {path: /c}, route: {weighted_clusters: {clusters: [{name: one, weight: 1}]}}}
            """));

        Assert.Equal(["one", "two"], table.Clusters.Select(cluster => cluster.Name));
        Assert.Equal([0, 1], table.Clusters.Select(cluster => cluster.Index));
        Assert.Same(table.Clusters[0], Tables.Decide(table, TestRequest.Get("http://h/a")).Cluster);
        Assert.Same(table.Clusters[0], Tables.Decide(table, TestRequest.Get("http://h/c")).Cluster);
    }

    [Fact]
    public void A_header_names_the_cluster()
    {
        var request = TestRequest.Get("http://h/", "x-cluster: dynamic");
        RouteDecision decision = Decide("{prefix: /}", "cluster_header: X-Cluster", request);
        Assert.Null(decision.Cluster);
        Assert.Equal("dynamic", Bytes.Text(decision.ReadClusterName(in request)));

        var without = TestRequest.Get("http://h/");
        Assert.True(
            Decide("{prefix: /}", "cluster_header: x-cluster", without).ReadClusterName(in without).IsEmpty);
    }

    [Fact]
    public void Weights_share_the_requests()
    {
        RouteTable table = Tables.Valid(Tables.WithRoutes(
            """
            - match: {prefix: /}
              route:
                weighted_clusters:
                  clusters:
                  - {name: a, weight: 60}
                  - {name: none, weight: 0}
                  - {name: b, weight: 30}
                  - {name: c, weight: 10}
            """));
        var counts = new int[table.Clusters.Count];
        var request = TestRequest.Get("http://h/");
        var random = new RandomState(2026);
        const int Requests = 100_000;
        for (int i = 0; i < Requests; i++)
        {
            counts[table.Match(in request, ref random).Cluster!.Index]++;
        }

        double[] expected = [0.6, 0, 0.3, 0.1];
        for (int i = 0; i < counts.Length; i++)
        {
            double tolerance = 5 * Math.Sqrt(expected[i] * (1 - expected[i]) / Requests);
            Assert.InRange((double)counts[i] / Requests, expected[i] - tolerance, expected[i] + tolerance);
        }
    }

    [Fact]
    public void A_seed_always_makes_the_same_choices()
    {
        RouteTable table = Tables.Valid(Tables.WithRoutes(
            "- match: {prefix: /}\n"
            + "  route: {weighted_clusters: {clusters: [{name: a, weight: 1}, {name: b, weight: 1}]}}"));
        string Choices(ulong seed)
        {
            var request = TestRequest.Get("http://h/");
            var random = new RandomState(seed);
            string choices = "";
            for (int i = 0; i < 64; i++)
            {
                choices += table.Match(in request, ref random).Cluster!.Name;
            }

            return choices;
        }

        Assert.Equal(Choices(1), Choices(1));
        Assert.NotEqual(Choices(1), Choices(2));
    }

    [Theory]
    [InlineData("x-random: 0", "a")]
    [InlineData("x-random: 2", "a")]
    [InlineData("x-random: 3", "b")]
    [InlineData("x-random: 9", "b")]
    [InlineData("x-random: 10", "a")]
    [InlineData("x-random: 18446744073709551613", "b")]
    public void A_header_may_hold_the_random_number(string header, string expected)
    {
        RouteDecision decision = Decide(
            "{prefix: /}",
            "weighted_clusters: "
            + "{header_name: x-random, clusters: [{name: a, weight: 3}, {name: b, weight: 7}]}",
            TestRequest.Get("http://h/", header));
        Assert.Equal(expected, decision.Cluster!.Name);
    }

    [Fact]
    public void A_weighted_cluster_has_its_own_host_and_headers()
    {
        var request = TestRequest.Get("http://h/", "x-c: dynamic");
        RouteDecision decision = Decide(
            "{prefix: /}",
            "host_rewrite_literal: of-route, weighted_clusters: {clusters: "
            + "[{cluster_header: x-c, weight: 1, host_rewrite_literal: of-cluster}]}",
            request);
        var writer = new ByteWriter(new byte[20]);
        Assert.True(decision.TryRewriteHost(in request, ref writer));
        Assert.Equal("of-cluster", Bytes.Text(writer.Written));
        Assert.Equal("dynamic", Bytes.Text(decision.ReadClusterName(in request)));
    }

    [Fact]
    public void Timeouts_and_retries_are_read_with_their_defaults()
    {
        ForwardAction action = Decide("{prefix: /}", "cluster: c", TestRequest.Get("http://h/")).Forward!;
        Assert.Equal(15_000, action.TimeoutMs);
        Assert.Null(action.IdleTimeoutMs);
        Assert.Null(action.RetryPolicy);
        Assert.Equal(503, action.ClusterNotFoundStatus);
        Assert.Equal(RoutingPriority.Default, action.Priority);

        action = Decide(
            "{prefix: /}",
            "cluster: c, timeout: 0s, idle_timeout: 0.0005s, priority: HIGH, "
            + "cluster_not_found_response_code: NOT_FOUND, "
            + "retry_policy: {retry_on: \"5xx, connect-failure,unavailable\", per_try_timeout: 1.5s, "
            + "retriable_status_codes: [503], host_selection_retry_max_attempts: 5, "
            + "retry_host_predicate: [{name: envoy.retry_host_predicates.previous_hosts}]}",
            TestRequest.Get("http://h/")).Forward!;
        Assert.Equal(0, action.TimeoutMs);
        Assert.Equal(1, action.IdleTimeoutMs);
        Assert.Equal(404, action.ClusterNotFoundStatus);
        Assert.Equal(RoutingPriority.High, action.Priority);
        RetryPolicy retry = action.RetryPolicy!;
        Assert.Equal(
            RetryConditions.ServerError | RetryConditions.ConnectFailure | RetryConditions.GrpcUnavailable,
            retry.Conditions);
        Assert.Equal(1u, retry.RetriesMax);
        Assert.Equal(1500, retry.PerTryTimeoutMs);
        Assert.Equal([503u], retry.RetriableStatusCodes);
        Assert.True(retry.AvoidsPreviousHosts);
        Assert.Equal(5, retry.HostSelectionAttemptsMax);
        Assert.Equal(25, retry.BackOffBaseMs);
        Assert.Equal(250, retry.BackOffMaxMs);
    }

    [Fact]
    public void A_route_without_a_retry_policy_has_that_of_its_virtual_host()
    {
        RouteTable table = Tables.Valid(
            """
            virtual_hosts:
            - name: v
              domains: ["*"]
              retry_policy: {retry_on: reset, num_retries: 7}
              routes:
              - {match: {path: /own}, route: {cluster: c, retry_policy: {retry_on: 5xx, num_retries: 2}}}
              - {match: {prefix: /}, route: {cluster: c}}
            """);
        Assert.Equal(
            2u, Tables.Decide(table, TestRequest.Get("http://h/own")).Forward!.RetryPolicy!.RetriesMax);
        Assert.Equal(7u, Tables.Decide(table, TestRequest.Get("http://h/")).Forward!.RetryPolicy!.RetriesMax);
    }

    [Fact]
    public void A_direct_response_has_its_status_and_body()
    {
        RouteTable table = Tables.Valid(Tables.WithRoutes(
            "- match: {prefix: /}\n"
            + "  direct_response: {status: 418, body: {inline_string: \"short and stout\"}}"));
        RouteDecision decision = Tables.Decide(table, TestRequest.Get("http://h/"));
        Assert.Equal(RouteDecisionKind.DirectResponse, decision.Kind);
        Assert.Equal(418, decision.DirectResponse!.Status);
        Assert.Equal("short and stout", Bytes.Text(decision.DirectResponse.Body.Span));
    }

    private static RouteDecision Decide(string match, string action, TestRequest request)
    {
        RouteTable table = Tables.Valid(Tables.WithRoutes($"- match: {match}\n  route: {{{action}}}"));
        RouteDecision decision = Tables.Decide(table, request);
        Assert.Equal(RouteDecisionKind.Forward, decision.Kind);
        return decision;
    }
}
