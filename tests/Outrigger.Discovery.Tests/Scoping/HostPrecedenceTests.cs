using Envoy.Config.Route.V3;

namespace Outrigger.Discovery.Tests.Scoping;

/// <summary>Which of several objects that speak of one host a client heeds.</summary>
public sealed class HostPrecedenceTests
{
    private const string Service = """
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec: { clusterIP: 10.96.0.1, ports: [{ name: http, port: 80 }, { name: tcp, port: 9000 }] }
        """;

    [Fact]
    public void An_exact_host_goes_before_an_older_wildcard()
    {
        var snapshot = Mesh.Of($"{Service}\n---\n{Rule("any", "'*'", 2020)}\n---\n{Rule("one", "web", 2024)}");
        Assert.Equal("one.example.com", RewrittenHost(snapshot, "80"));
    }

    [Fact]
    public void The_longest_wildcard_goes_first()
    {
        var snapshot = Mesh.Of(
            $"{Service}\n---\n{Rule("any", "'*'", 2020)}\n---\n{Rule("some", "'*.default.svc.cluster.local'", 2024)}");
        Assert.Equal("some.example.com", RewrittenHost(snapshot, "80"));
    }

    [Fact]
    public void An_entry_that_is_private_to_one_namespace_hides_nothing_from_others()
    {
        var snapshot = Mesh.Of($"{Entry("theirs", 2020, 8080)}\n---\n{Entry("ours", 2024, 9090)}");

        Assert.Equal("ours", snapshot.FindService("ours", "api.example.com")?.Namespace);
        Assert.Equal("theirs", snapshot.FindService("theirs", "api.example.com")?.Namespace);
        Assert.Null(snapshot.FindService("default", "api.example.com"));
        var ours = ResourceGenerator.Generate(snapshot, Mesh.Sidecar(ns: "ours"));
        Assert.Contains(ours.Clusters, cluster => cluster.Name == "outbound|9090||api.example.com");
        Assert.DoesNotContain(ours.Clusters, cluster => cluster.Name == "outbound|8080||api.example.com");
    }

    [Theory]
    [InlineData("", "Random")]
    [InlineData("trafficPolicy: { loadBalancer: { simple: ROUND_ROBIN } }", "RoundRobin")]
    [InlineData("trafficPolicy: { connectionPool: { tcp: { connectTimeout: 1s } } }", "Random")]
    public void A_subset_lies_over_the_settings_that_the_rule_has_for_the_port(string policy, string expected)
    {
        var snapshot = Mesh.Of($$"""
            {{Service}}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: web }
            spec:
              host: web
              trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, loadBalancer: { simple: RANDOM } }] }
              subsets: [{ name: v1, labels: { version: v1 }, {{policy}} }]
            """);
        var cluster = Assert.Single(
            ResourceGenerator.Generate(snapshot, Mesh.Sidecar()).Clusters,
            cluster => cluster.Name == "outbound|80|v1|web.default.svc.cluster.local");
        Assert.Equal(expected, cluster.LbPolicy.ToString());
    }

    private static string Rule(string name, string host, int year) => $$"""
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: {{name}}, creationTimestamp: "{{year}}-01-01T00:00:00Z" }
        spec:
          hosts: [{{host}}]
          http: [{ rewrite: { authority: {{name}}.example.com }, route: [{ destination: { host: web } }] }]
        """;

    private static string Entry(string ns, int year, int port) => $$"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: api, namespace: {{ns}}, creationTimestamp: "{{year}}-01-01T00:00:00Z" }
        spec:
          hosts: [api.example.com]
          exportTo: ["."]
          ports: [{ number: {{port}}, name: http, protocol: HTTP }]
          resolution: DNS
        """;

    private static string RewrittenHost(MeshSnapshot snapshot, string routeName)
    {
        var routes = Assert.Single(
            ResourceGenerator.Generate(snapshot, Mesh.Sidecar()).Routes, routes => routes.Name == routeName);
        VirtualHost web = Assert.Single(routes.VirtualHosts, host => host.Domains.Contains("web"));
        return Assert.Single(web.Routes).Route_.HostRewriteLiteral;
    }
}
