using Envoy.Config.Endpoint.V3;
using Google.Protobuf;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;

namespace Outrigger.Discovery.Tests;

public sealed class SnapshotTests
{
    private const string Web = """
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: web }
        spec: { host: web, subsets: [{ name: v1, labels: { version: v1 } }] }
        """;

    private static string Slice(params string[] addresses) => $$"""

        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: web-1, labels: { kubernetes.io/service-name: web } }
        addressType: IPv4
        ports: [{ name: http, port: 8080 }]
        endpoints: [{{string.Join(", ", addresses.Select(address => $"{{ addresses: [{address}] }}"))}}]
        """;

    [Fact]
    public void The_same_configuration_gives_the_same_bytes()
    {
        var proxy = Mesh.Sidecar();
        var first = ResourceGenerator.Generate(Mesh.Of(Web + Slice("10.0.0.2", "10.0.0.1")), proxy);
        var second = ResourceGenerator.Generate(Mesh.Of(Web + Slice("10.0.0.1", "10.0.0.2")), proxy);

        Assert.Equal(first.Clusters.Select(Bytes), second.Clusters.Select(Bytes));
        Assert.Equal(first.Endpoints.Select(Bytes), second.Endpoints.Select(Bytes));
        Assert.Equal(first.Listeners.Select(Bytes), second.Listeners.Select(Bytes));
        Assert.Equal(first.Routes.Select(Bytes), second.Routes.Select(Bytes));
    }

    [Fact]
    public void A_change_of_endpoints_alone_keeps_everything_else()
    {
        var proxy = Mesh.Sidecar();
        var before = Mesh.Of(Web + Slice("10.0.0.1"));
        var full = ResourceGenerator.Generate(before, proxy);

        var after = before.WithEndpointsOf(Mesh.Configuration(Web + Slice("10.0.0.1", "10.0.0.2"), version: 2));
        var endpoints = ResourceGenerator.GenerateEndpoints(after, proxy, full.Clusters);

        Assert.Equal(2, after.Version);
        Assert.Same(before.Services, after.Services);
        var whole = Assert.Single(endpoints, load => load.ClusterName == "outbound|80||web.default.svc.cluster.local");
        Assert.Equal(2, Assert.Single(whole.Endpoints).LbEndpoints.Count);
    }

    [Fact]
    public void An_endpoint_in_two_slices_counts_once()
    {
        var twice = Slice("10.0.0.1") + Slice("10.0.0.1").Replace("web-1", "web-2");
        Assert.Single(EndpointsOfWeb(Web + twice));
    }

    [Theory]
    [InlineData("conditions: { ready: false }", 0)]
    [InlineData("conditions: { ready: true }", 1)]
    [InlineData("conditions: {}", 1)]
    [InlineData("conditions: { ready: true, terminating: true }", 0)]
    public void Only_endpoints_that_take_new_connections_are_used(string conditions, int expected)
    {
        var slice = Slice("10.0.0.1").Replace("addresses: [10.0.0.1]", $"addresses: [10.0.0.1], {conditions}");
        Assert.Equal(expected, EndpointsOfWeb(Web + slice).Count);
    }

    [Fact]
    public void A_subset_that_selects_nothing_is_answered_with_no_endpoints()
    {
        var resources = ResourceGenerator.Generate(Mesh.Of(Web + Slice("10.0.0.1")), Mesh.Sidecar());
        var subset = Assert.Single(
            resources.Endpoints, load => load.ClusterName == "outbound|80|v1|web.default.svc.cluster.local");
        Assert.Empty(subset.Endpoints);
    }

    [Fact]
    public void Every_route_and_every_cluster_over_xds_that_is_referred_to_is_there()
    {
        foreach (var folder in Directory.GetDirectories(Path.Combine(TestFolders.Project, "Golden", "Cases")))
        {
            var snapshot = Mesh.Of(File.ReadAllText(Path.Combine(folder, "input.yaml")));
            foreach (var mode in new[] { InterceptionMode.Redirect, InterceptionMode.None })
            {
                var resources = ResourceGenerator.Generate(snapshot, Mesh.Sidecar(mode: mode));
                var expected = resources.Clusters
                    .Where(cluster => cluster.Type == Envoy.Config.Cluster.V3.Cluster.Types.DiscoveryType.Eds)
                    .Select(cluster => cluster.Name);
                Assert.Equal(expected.Order(), resources.Endpoints.Select(load => load.ClusterName).Order());
                Assert.Equal(resources.Clusters.Count, resources.Clusters.DistinctBy(cluster => cluster.Name).Count());
                Assert.Equal(resources.Listeners.Count, resources.Listeners.DistinctBy(l => l.Name).Count());
                foreach (var routes in resources.Routes)
                {
                    var domains = routes.VirtualHosts.SelectMany(host => host.Domains).ToList();
                    Assert.Equal(domains.Count, domains.Distinct(StringComparer.OrdinalIgnoreCase).Count());
                }
            }
        }
    }

    [Fact]
    public void Pods_of_a_headless_service_that_come_and_go_change_listeners_too()
    {
        var headless = Web.Replace("name: http, port: 80", "name: tcp-data, port: 8080")
            .Replace("spec: { selector", "spec: { clusterIP: None, selector");
        string WithPods(params string[] addresses) =>
            headless + Slice(addresses).Replace("name: http", "name: tcp-data");

        var before = Mesh.Of(WithPods("10.0.0.1"));
        var after = before.WithEndpointsOf(Mesh.Configuration(WithPods("10.0.0.2"), version: 2));

        Assert.False(MeshSnapshot.OnlyEndpointsDiffer(before, after, Mesh.Sidecar()));
        Assert.Contains(
            ResourceGenerator.Generate(after, Mesh.Sidecar()).Listeners, listener => listener.Name == "10.0.0.2_8080");
    }

    [Fact]
    public void Workloads_of_a_service_that_resolves_by_dns_change_its_cluster()
    {
        static string WithWorkload(string address) => $$"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: { name: legacy }
            spec:
              hosts: [legacy.example.com]
              ports: [{ number: 80, name: http, protocol: HTTP }]
              resolution: DNS
              workloadSelector: { labels: { app: legacy } }
            ---
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: { name: legacy-1 }
            spec: { address: {{address}}, labels: { app: legacy } }
            """;
        var before = Mesh.Of(WithWorkload("a.example.com"));
        var after = before.WithEndpointsOf(Mesh.Configuration(WithWorkload("b.example.com"), version: 2));

        Assert.False(MeshSnapshot.OnlyEndpointsDiffer(before, after, Mesh.Sidecar()));
    }

    [Fact]
    public void A_pod_that_tells_its_named_port_changes_its_own_inbound_side_alone()
    {
        var named = Web.Replace("port: 80", "port: 80, targetPort: web");
        var pod = named + """

            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: web-1, labels: { app: web } }
            spec: { containers: [{ name: web, image: web, ports: [{ name: web, containerPort: 9090 }] }] }
            """;
        var before = Mesh.Of(named);
        var after = before.WithEndpointsOf(Mesh.Configuration(pod, version: 2));

        Assert.False(MeshSnapshot.OnlyEndpointsDiffer(before, after, Mesh.Sidecar("web-1", labels: ("app", "web"))));
        Assert.True(MeshSnapshot.OnlyEndpointsDiffer(before, after, Mesh.Sidecar()));
    }

    [Fact]
    public void Proxies_of_one_namespace_share_what_does_not_depend_on_who_they_are()
    {
        var snapshot = Mesh.Of(Web + """

            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: web }
            spec:
              hosts: [web]
              http:
              - match: [{ sourceLabels: { app: a } }]
                route: [{ destination: { host: web, subset: v1 } }]
            """);
        var first = ResourceGenerator.Generate(snapshot, Mesh.Sidecar("a-1", labels: [("app", "a"), ("pod", "1")]));
        var second = ResourceGenerator.Generate(snapshot, Mesh.Sidecar("a-2", labels: [("app", "a"), ("pod", "2")]));
        var other = ResourceGenerator.Generate(snapshot, Mesh.Sidecar("b-1", labels: ("app", "b")));

        Assert.Same(Assert.Single(first.Routes), Assert.Single(second.Routes));
        Assert.NotEqual(Assert.Single(first.Routes), Assert.Single(other.Routes));
    }

    [Fact]
    public void Endpoints_that_did_not_change_stay_the_same_message()
    {
        var other = Slice("10.0.0.9").Replace("web", "other")
            + "\n---\n" + Web.Replace("name: web", "name: other").Replace("host: web", "host: other");
        var before = Mesh.Of(Web + Slice("10.0.0.1") + other);
        var full = ResourceGenerator.Generate(before, Mesh.Sidecar());
        var after = before.WithEndpointsOf(Mesh.Configuration(Web + Slice("10.0.0.2") + other, version: 2));

        var endpoints = ResourceGenerator.GenerateEndpoints(after, Mesh.Sidecar(), full.Clusters);

        ClusterLoadAssignment Of(IEnumerable<ClusterLoadAssignment> all, string service) => Assert.Single(
            all, load => load.ClusterName == $"outbound|80||{service}.default.svc.cluster.local");
        Assert.Same(Of(full.Endpoints, "other"), Of(endpoints, "other"));
        Assert.NotEqual(Of(full.Endpoints, "web"), Of(endpoints, "web"));
    }

    private static IReadOnlyList<MeshEndpoint> EndpointsOfWeb(string yaml)
    {
        var snapshot = Mesh.Of(yaml);
        return snapshot.EndpointsOf(snapshot.FindService("default", "web.default.svc.cluster.local")!, 80);
    }

    private static ByteString Bytes(IMessage message) => message.ToByteString();
}
