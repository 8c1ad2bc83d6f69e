using Outrigger.Analysis.Tests.Support;

namespace Outrigger.Analysis.Tests.Mesh;

/// <summary>What is found about objects taken together.</summary>
public class MeshCheckTests
{
    private const string Istio = "apiVersion: networking.istio.io/v1\n";

    private const string Reviews = """
        apiVersion: v1
        kind: Service
        metadata: {name: reviews}
        spec: {selector: {app: reviews}, ports: [{port: 9080, name: http}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews-v1}
        spec:
          selector: {matchLabels: {app: reviews, version: v1}}
          template:
            metadata: {labels: {app: reviews, version: v1}}
            spec: {containers: [{name: app}]}
        """;

    private const string Ingress = """
        apiVersion: v1
        kind: Pod
        metadata: {name: ingress, namespace: istio-system, labels: {istio: ingressgateway}}
        spec: {containers: [{name: proxy}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: istio-ingressgateway, namespace: istio-system}
        spec: {selector: {istio: ingressgateway}, ports: [{port: 80, name: http2}]}
        """;

    private const string Gateway = Istio + """
        kind: Gateway
        metadata: {name: gw}
        spec:
          selector: {istio: ingressgateway}
          servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*.example.com']}]
        """;

    private const string Rule = Istio + """
        kind: DestinationRule
        metadata: {name: reviews}
        spec: {host: reviews, subsets: [{name: v1, labels: {version: v1}}]}
        """;

    [Fact]
    public void Nothing_is_found_where_everything_fits()
    {
        Assert.Empty(Verdicts.Together(
            Reviews, Ingress, Gateway, Rule, Route(
                "reviews", "{host: reviews, subset: v1, port: {number: 9080}}"),
            Route(
                "web",
                "{host: reviews.default.svc.cluster.local}",
                "hosts: [web.example.com]\n  gateways: [gw]")));
    }

    [Theory]
    [InlineData("opa", true)]
    [InlineData("logs", false)]
    [InlineData("lost", false)]
    [InlineData("unknown", false)]
    public void The_authorizer_of_a_custom_policy_can_be_asked(string provider, bool isKnown)
    {
        const string Mesh = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio, namespace: istio-system}
            data:
              mesh: |
                extensionProviders:
                - {name: opa, envoyExtAuthzGrpc: {service: reviews.default.svc.cluster.local, port: 9080}}
                - {name: lost, envoyExtAuthzHttp: {service: reviews.default.svc.cluster.local, port: 9081}}
                - {name: logs, envoyFileAccessLog: {path: /dev/stdout}}
            """;
        string policy = $$"""
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: custom}
            spec: {action: CUSTOM, provider: {name: {{provider}}}, rules: [{}]}
            """;
        string[] expected = isKnown ? [] : ["IST0101 AuthorizationPolicy/custom spec.provider.name"];
        Assert.Equal(expected, Verdicts.Together(Reviews, Mesh, policy));
    }

    [Theory]
    [InlineData("first", "", 0)]
    [InlineData("second", "", 2)]
    [InlineData("second", ", selector: {matchLabels: {app: nobody}}", 0)]
    public void A_workload_has_one_authorizer(string provider, string selector, int conflicts)
    {
        string policies = $$"""
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: one}
            spec: {action: CUSTOM, provider: {name: first}, rules: [{}]}
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: two}
            spec: {action: CUSTOM, provider: {name: {{provider}}}, rules: [{}]{{selector}}}
            """;
        Assert.Equal(
            conflicts,
            Verdicts.Together(Reviews, policies).Count(each => each.StartsWith("IST0133", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_dry_run_of_a_question_is_without_effect() => Assert.Contains(
        "IST0133 AuthorizationPolicy/custom spec.action",
        Verdicts.Together("""
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: custom, annotations: {istio.io/dry-run: "true"}}
            spec: {action: CUSTOM, provider: {name: opa}, rules: [{}]}
            """));

    [Theory]
    [InlineData("{host: ratings}", "host")]
    [InlineData("{host: reviews.prod.svc.cluster.local}", "host")]
    [InlineData("{host: reviews, subset: v9}", "subset")]
    [InlineData("{host: reviews, port: {number: 80}}", "port.number")]
    public void Destinations_that_do_not_exist(string destination, string field)
    {
        string expected = $"IST0101 VirtualService/reviews spec.http[0].route[0].destination.{field}";
        Assert.Equal([expected], Verdicts.Together(Reviews, Rule, Route("reviews", destination)));
    }

    [Theory]
    [InlineData("reviews")]
    [InlineData("reviews.default")]
    [InlineData("reviews.default.svc")]
    [InlineData("reviews.default.svc.cluster.local")]
    public void A_service_is_found_by_every_form_of_its_name(string host) =>
        Assert.Empty(Verdicts.Together(Reviews, Rule, Route("reviews", $"{{host: {host}, subset: v1}}")));

    [Fact]
    public void A_service_entry_with_a_wildcard_has_every_host_below_it()
    {
        const string Entry = Istio + "kind: ServiceEntry\nmetadata: {name: e}\n"
            + "spec: {hosts: ['*.example.com'], ports: [{number: 80, name: http, protocol: HTTP}]}\n";
        Assert.Empty(Verdicts.Together(Entry, Route("x", "{host: a.example.com}")));
        Assert.Single(Verdicts.Together(Entry, Route("x", "{host: example.org}")));
    }

    [Fact]
    public void A_destination_without_a_port_though_there_are_several()
    {
        string service = Reviews.Replace("name: http}", "name: http}, {port: 81, name: http-b}");
        Assert.Equal(
            ["IST0112 VirtualService/reviews spec.http[0].route[0].destination"],
            Verdicts.Together(service, Route("reviews", "{host: reviews}")));
    }

    [Fact]
    public void A_gateway_that_does_not_exist_or_does_not_serve_the_host()
    {
        string missing = Route("web", "{host: reviews}", "hosts: [a.example.com]\n  gateways: [other/gw]");
        string unserved = Route("web", "{host: reviews}", "hosts: [a.example.org]\n  gateways: [gw]");
        Assert.Equal(
            ["IST0101 VirtualService/web spec.gateways[0]"],
            Verdicts.Together(Reviews, Ingress, Gateway, missing));
        Assert.Equal(
            ["IST0132 VirtualService/web spec.hosts[0]"],
            Verdicts.Together(Reviews, Ingress, Gateway, unserved));
    }

    [Fact]
    public void A_gateway_without_proxies_or_whose_port_no_service_has()
    {
        Assert.Equal(["IST0101 Gateway/gw spec.selector"], Verdicts.Together(Gateway));
        Assert.Equal(
            ["IST0162 Gateway/gw spec.servers[0].port.number"],
            Verdicts.Together(Ingress, Gateway.Replace("number: 80", "number: 8443")));
    }

    [Fact]
    public void Two_gateways_for_the_same_host_and_port()
    {
        Assert.Equal(
            ["IST0145 Gateway/gw2 spec.servers[0].hosts[0]"],
            Verdicts.Together(Ingress, Gateway, Gateway.Replace("name: gw}", "name: gw2}")));
    }

    [Fact]
    public void Of_two_virtual_services_for_a_host_the_older_one_is_in_force()
    {
        string old = Route("z", "{host: reviews}", "hosts: [reviews]", "\"2020-01-01T00:00:00Z\"");
        string young = Route(
            "a", "{host: reviews}", "hosts: [reviews.default.svc.cluster.local]", "\"2021-01-01T00:00:00Z\"");
        Assert.Equal(["IST0109 VirtualService/a spec.hosts[0]"], Verdicts.Together(Reviews, young, old));
    }

    [Fact]
    public void Virtual_services_of_different_scopes_do_not_conflict()
    {
        string everywhere = Route("a", "{host: reviews}", "hosts: [reviews]");
        string atGateway = Route("b", "{host: reviews}", "hosts: [www.example.com]\n  gateways: [gw]");
        string own = Route("c", "{host: reviews}", "hosts: [reviews]\n  exportTo: ['.']");
        Assert.Empty(Verdicts.Together(Reviews, Ingress, Gateway, everywhere, atGateway, own));
    }

    [Fact]
    public void A_destination_rule_for_an_unknown_host_or_without_workloads()
    {
        Assert.Equal(["IST0174 DestinationRule/reviews spec.host"], Verdicts.Together(Rule));
        Assert.Equal(
            ["IST0173 DestinationRule/reviews spec.subsets[0]"],
            Verdicts.Together(Reviews, Rule.Replace("version: v1", "version: v2")));
    }

    [Fact]
    public void A_port_whose_name_does_not_say_its_protocol() =>
        Assert.Equal(
            ["IST0118 Service/reviews spec.ports[0]"],
            Verdicts.Together(Reviews.Replace("name: http}", "name: web}")));

    [Fact]
    public void Services_that_disagree_about_a_deployment()
    {
        const string Other = """
            apiVersion: v1
            kind: Service
            metadata: {name: other}
            spec: {selector: {app: reviews}, ports: [{port: 80, targetPort: 9080, name: tcp}]}
            """;
        Assert.Equal(
            ["IST0116 Deployment/reviews-v1 spec.template", "IST0137 Deployment/reviews-v1 spec.template"],
            Verdicts.Together(Reviews, Other).Order());
    }

    [Fact]
    public void Sidecars_that_get_in_each_others_way()
    {
        string Sidecar(string name, string spec) =>
            $"{Istio}kind: Sidecar\nmetadata: {{name: {name}}}\nspec: {spec}\n";
        const string ForReviews = "{workloadSelector: {labels: {app: reviews}}, egress: [{hosts: ['*/*']}]}";
        Assert.Equal(
            ["IST0110 Sidecar/b spec.workloadSelector", "IST0111 Sidecar/d spec"],
            Verdicts.Together(
                Reviews, Sidecar("a", ForReviews), Sidecar(
                    "b", ForReviews), Sidecar("c", "{}"), Sidecar("d", "{}")).Order());
        Assert.Equal(
            ["IST0127 Sidecar/a spec.workloadSelector"], Verdicts.Together(Sidecar("a", ForReviews)));
    }

    [Fact]
    public void A_policy_that_selects_nothing()
    {
        const string Policy =
            "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: p}\n"
            + "spec: {selector: {matchLabels: {app: reviews}}, mtls: {mode: STRICT}}\n";
        Assert.Empty(Verdicts.Together(Reviews, Policy));
        Assert.Equal(["IST0127 PeerAuthentication/p spec.selector"], Verdicts.Together(Policy));
    }

    private static string Route(
        string name, string destination, string? head = null, string created = "\"2020-06-01T00:00:00Z\"") =>
        $$"""
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: {{name}}, creationTimestamp: {{created}}}
        spec:
          {{head ?? "hosts: [" + name + "]"}}
          http:
          - route: [{destination: {{destination}}}]
        """;
}
