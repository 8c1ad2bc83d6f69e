using Envoy.Config.Route.V3;
using Outrigger.Routing.Routes;

namespace Outrigger.Routing.Tests.Routes;

public sealed class RouteTableCompileTests
{
    [Theory]
    [InlineData("{ANY}", "virtual_hosts[0].routes[0]: a route needs one of route, redirect")]
    [InlineData(
        "{match: {}, route: {cluster: c}}", "virtual_hosts[0].routes[0].match: expected one of prefix")]
    [InlineData("{route: {cluster: c}}", "virtual_hosts[0].routes[0].match: a route needs a match")]
    [InlineData(
        "{match: {safe_regex: {regex: \"(\"}}, route: {cluster: c}}",
        "virtual_hosts[0].routes[0].match.safe_regex.regex: '(' cannot be used: a ( has no closing )")]
    [InlineData(
        "{match: {safe_regex: {}}, route: {cluster: c}}",
        "routes[0].match.safe_regex.regex: a regular expression is missing")]
    [InlineData(
        "{match: {path_separated_prefix: /a/}, route: {cluster: c}}",
        "match.path_separated_prefix: '/a/' is no prefix of segments")]
    [InlineData(
        "{match: {prefix: /, headers: [{}]}, route: {cluster: c}}",
        "match.headers[0].name: a header matcher needs")]
    [InlineData(
        "{match: {prefix: /, headers: [{name: x}, {name: y, prefix_match: \"\"}]}, route: {cluster: c}}",
        "match.headers[1].prefix_match: an empty pattern")]
    [InlineData(
        "{match: {prefix: /, headers: [{name: x, string_match: {}}]}, route: {cluster: c}}",
        "match.headers[0].string_match: a string matcher needs one of")]
    [InlineData(
        "{match: {prefix: /, headers: [{name: x, string_match: {contains: \"\"}}]}, route: {cluster: c}}",
        "string_match.contains: an empty pattern would match everything")]
    [InlineData(
        "{match: {prefix: /, headers: [{name: x, range_match: {start: 3, end: 3}}]}, route: {cluster: c}}",
        "range_match: [3, 3) holds no number")]
    [InlineData(
        "{match: {prefix: /, query_parameters: [{}]}, route: {cluster: c}}",
        "match.query_parameters[0].name: a query parameter matcher needs")]
    [InlineData("{ANY, route: {}}", "routes[0].route: a route action needs one of cluster")]
    [InlineData("{ANY, route: {cluster: \"\"}}", "routes[0].route: the name of the cluster")]
    [InlineData(
        "{ANY, route: {weighted_clusters: {}}}",
        "route.weighted_clusters: the weights sum up to 0")]
    [InlineData(
        "{ANY, route: {weighted_clusters: {clusters: [{name: c}]}}}",
        "route.weighted_clusters: the weights sum up to 0")]
    [InlineData(
        "{ANY, route: {weighted_clusters: {clusters: " +
        "[{name: c, weight: 4294967295}, {name: d, weight: 1}]}}}",
        "the weights sum up to 4294967296")]
    [InlineData(
        "{ANY, route: {weighted_clusters: {clusters: [{weight: 1}]}}}",
        "weighted_clusters.clusters[0]: the name of the cluster")]
    [InlineData(
        "{ANY, route: {weighted_clusters: {clusters: [{name: c, cluster_header: h, weight: 1}]}}}",
        "clusters[0]: name and cluster_header are both set")]
    [InlineData(
        "{ANY, route: {cluster: c, prefix_rewrite: /a, regex_rewrite: {pattern: {regex: a}}}}",
        "route: prefix_rewrite and regex_rewrite are both set")]
    [InlineData(
        "{ANY, route: {cluster: c, regex_rewrite: {pattern: {regex: a}, substitution: \"\\\\1\"}}}",
        "regex_rewrite.substitution: \\1 names a group")]
    [InlineData(
        "{ANY, route: {cluster: c, timeout: -1s}}", "route.timeout: the duration is negative")]
    [InlineData(
        "{ANY, route: {cluster: c, upgrade_configs: [{upgrade_type: websocket}, {upgrade_type: WebSocket}]}}",
        "route.upgrade_configs[1]: 'WebSocket' is there twice")]
    [InlineData(
        "{ANY, route: {cluster: c, retry_policy: {retry_back_off: {base_interval: 1s, max_interval: 0.5s}}}}",
        "retry_policy.retry_back_off: max_interval (500 ms) is below")]
    [InlineData(
        "{ANY, redirect: {port_redirect: 65536}}", "redirect.port_redirect: 65536 is no port")]
    [InlineData(
        "{ANY, redirect: {path_redirect: \"/a\\nb\"}}",
        "redirect.path_redirect: the value holds a line break")]
    [InlineData(
        "{ANY, direct_response: {status: 99}}",
        "direct_response.status: 99 is no final status")]
    [InlineData(
        "{ANY, direct_response: {status: 200, body: {filename: /etc/passwd}}}",
        "direct_response.body.filename: a body from a file")]
    [InlineData(
        "{ANY, route: {cluster: c}, request_headers_to_add: [{header: {key: \":path\", value: x}}]}",
        "request_headers_to_add[0].header.key: ':path' cannot be added")]
    [InlineData(
        "{ANY, route: {cluster: c}, request_headers_to_remove: [Host]}",
        "request_headers_to_remove[0]: 'Host' cannot be added or removed")]
    [InlineData(
        "{ANY, route: {cluster: c}, response_headers_to_add: [{header: {key: \"a b\", value: x}}]}",
        "response_headers_to_add[0].header.key: 'a b' is no header name")]
    [InlineData(
        "{ANY, route: {cluster: c}, response_headers_to_add: [{header: {key: a, value: \"%NO%\"}}]}",
        "response_headers_to_add[0].header.value: the command operator %NO% is not supported")]
    [InlineData(
        "{ANY, route: {cluster: c}, request_headers_to_add: "
        + "[{header: {key: a, value: x}, append: true, append_action: ADD_IF_ABSENT}]}",
        "request_headers_to_add[0].append: append and append_action are both set")]
    public void A_mistake_in_a_route_is_named_with_its_field(string route, string expected)
    {
        string yaml = route.Replace("ANY", "match: {prefix: /}", StringComparison.Ordinal);
        RouteTableResult result = Tables.Compile(Tables.WithRoutes("- " + yaml));
        Assert.Null(result.Table);
        Assert.Contains(expected, Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{name: a, domains: [x, X]}", "virtual_hosts[0].domains[1]: 'x' already belongs to virtual host 'a'")]
    [InlineData(
        "{name: a, domains: [\"*\"]}, {name: b, domains: [\"*\"]}",
        "virtual_hosts[1].domains[0]: '*' already belongs to virtual host 'a'")]
    [InlineData(
        "{name: a, domains: [x]}, {name: a, domains: [y]}",
        "virtual_hosts[1].name: 'a' is the name of an earlier")]
    [InlineData("{name: a}", "virtual_hosts[0].domains: a virtual host needs at least one domain")]
    [InlineData("{name: a, domains: [\"\"]}", "virtual_hosts[0].domains[0]: a domain is empty")]
    [InlineData("{domains: [x]}", "virtual_hosts[0].name: a virtual host needs a name")]
    public void A_mistake_in_a_virtual_host_is_named_with_its_field(string hosts, string expected)
    {
        RouteTableResult result = Tables.Compile($"virtual_hosts: [{hosts}]");
        Assert.Null(result.Table);
        Assert.Contains(expected, Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_is_listed_and_not_only_the_first()
    {
        RouteTableResult result = Tables.Compile(
            """
            request_headers_to_remove: [":x"]
            virtual_hosts:
            - name: a
              domains: [x]
              routes:
              - {match: {prefix: /}, route: {}}
              - {match: {safe_regex: {regex: "["}}, route: {cluster: c, timeout: -1s}}
            - {name: b, domains: [x]}
            """);
        Assert.Equal(
            [
                "request_headers_to_remove[0]",
                "virtual_hosts[0].routes[0].route",
                "virtual_hosts[0].routes[1].match.safe_regex.regex",
                "virtual_hosts[1].domains[0]",
            ],
            result.Errors.Select(error => error.FieldPath));
    }

    [Fact]
    public void Fields_that_decisions_do_not_follow_are_listed()
    {
        RouteTableResult result = Tables.Compile(
            """
            internal_only_headers: [x-secret]
            virtual_hosts:
            - name: a
              domains: ["*"]
              routes:
              - match: {prefix: /, runtime_fraction: {default_value: {numerator: 1}, runtime_key: k}}
                route:
                  weighted_clusters:
                    runtime_key_prefix: k
                    total_weight: 5
                    clusters: [{name: c, weight: 1}]
              - match: {safe_regex: {google_re2: {max_program_size: 10}, regex: a}}
                route:
                  cluster: c
                  retry_policy: {retry_on: "5xx,nonsense", retry_host_predicate: [{name: own}]}
            """);
        Assert.Empty(result.Errors);
        Assert.NotNull(result.Table);
        Assert.Equal(
            [
                "internal_only_headers[0]",
                "virtual_hosts[0].routes[0].match.runtime_fraction.runtime_key",
                "virtual_hosts[0].routes[0].route.weighted_clusters.runtime_key_prefix",
                "virtual_hosts[0].routes[0].route.weighted_clusters.total_weight",
                "virtual_hosts[0].routes[1].match.safe_regex.google_re2.max_program_size",
                "virtual_hosts[0].routes[1].route.retry_policy.retry_host_predicate[0]",
                "virtual_hosts[0].routes[1].route.retry_policy.retry_on",
            ],
            result.Unimplemented.Select(field => field.FieldPath).Order());
    }

    [Theory]
    [InlineData(null, 4096, true)]
    [InlineData(null, 4097, false)]
    [InlineData(10u, 10, true)]
    [InlineData(10u, 11, false)]
    [InlineData(10_000u, 9_999, true)]
    public void A_direct_response_body_has_a_bound(uint? bound, int length, bool isValid)
    {
        var configuration = new RouteConfiguration { MaxDirectResponseBodySizeBytes = bound };
        configuration.VirtualHosts.Add(new VirtualHost
        {
            Name = "v",
            Domains = { "*" },
            Routes =
            {
                new Route
                {
                    Match = new RouteMatch { Prefix = "/" },
                    DirectResponse = new DirectResponseAction
                    {
                        Status = 200,
                        Body = new() { InlineString = new string('b', length) },
                    },
                },
            },
        });
        Assert.Equal(isValid, RouteTable.Compile(configuration).Errors.Count == 0);
    }

    [Fact]
    public void The_empty_configuration_is_a_table_without_virtual_hosts()
    {
        RouteTable table = Tables.Valid("name: empty");
        Assert.Equal("empty", table.Name);
        Assert.Equal(
            RouteDecisionKind.NoVirtualHost, Tables.Decide(table, TestRequest.Get("http://h/")).Kind);
    }

    [Fact]
    public void The_more_specific_filter_settings_win()
    {
        RouteTable table = Tables.Valid(
            """
            virtual_hosts:
            - name: v
              domains: ["*"]
              typed_per_filter_config: {host: ANY, both: ANY}
              routes:
              - match: {path: /a}
                route: {cluster: c}
              - match: {path: /b}
                typed_per_filter_config: {both: ANY, route: ANY}
                route: {cluster: c}
            """.Replace(
                "ANY",
                "{\"@type\": type.googleapis.com/envoy.config.core.v3.Address, pipe: {path: x}}",
                StringComparison.Ordinal));
        FilterConfigs ofHost = Tables.Decide(table, TestRequest.Get("http://h/a")).FilterConfigs;
        FilterConfigs ofRoute = Tables.Decide(table, TestRequest.Get("http://h/b")).FilterConfigs;

        Assert.Equal(["both", "host"], ofHost.ByFilterName.Keys.Order());
        Assert.Equal(["both", "host", "route"], ofRoute.ByFilterName.Keys.Order());
        Assert.NotSame(ofHost.ByFilterName["both"], ofRoute.ByFilterName["both"]);
        Assert.Same(ofHost.ByFilterName["host"], ofRoute.ByFilterName["host"]);
    }
}
