using Outrigger.Local.Pods;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.EndpointSlices;
using Outrigger.Resources.Kubernetes.Services;

namespace Outrigger.Local.Tests.Pods;

public class EndpointSlicesTests
{
    [Fact]
    public void Ready_pods_that_the_selector_chooses_are_endpoints()
    {
        var slice = Assert.Single(Build("""
            selector: {app: reviews}
            ports: [{name: http, port: 80, targetPort: 9080}, {name: grpc, port: 9081, appProtocol: grpc}]
            """,
            TestPods.Ready(TestPods.Plan("r1", ports: 9080), 2),
            TestPods.Ready(TestPods.Plan("r2", version: "v2", ports: 9080), 3),
            TestPods.Ready(TestPods.Plan("d1", app: "details", ports: 9080), 4),
            TestPods.Ready(TestPods.Plan("r3", space: "other", ports: 9080), 5)));

        Assert.Equal("reviews", slice.Labels["kubernetes.io/service-name"]);
        Assert.Equal([("http", 9080, null), ("grpc", 9081, "grpc")],
            slice.Spec.Ports.Select(port => (port.Name, port.Port, port.AppProtocol)));
        Assert.Equal(
            ["127.9.0.2", "127.9.0.3"], slice.Spec.Endpoints.Select(endpoint => endpoint.Addresses[0]));
        Assert.Equal(["r1", "r2"], slice.Spec.Endpoints.Select(endpoint => endpoint.TargetRef!.Name));
        Assert.All(slice.Spec.Endpoints, endpoint =>
            Assert.Equal((true, true, false), ConditionsOf(endpoint)));
    }

    [Fact]
    public void Conditions_tell_starting_from_failing_from_terminating()
    {
        var ready = TestPods.Ready(TestPods.Plan("a"), 2);
        var slice = Assert.Single(Build("{selector: {app: reviews}, ports: [{port: 9080}]}",
            ready with { Phase = PodPhase.Pending, ApplicationReady = false },
            TestPods.Ready(TestPods.Plan("b"), 3) with { ProxyReady = false },
            TestPods.Ready(TestPods.Plan("c"), 4) with { Phase = PodPhase.Terminating },
            TestPods.Ready(TestPods.Plan("d"), 5) with { Phase = PodPhase.Failed },
            TestPods.Ready(TestPods.Plan("e"), 6) with { Phase = PodPhase.Gone },
            TestPods.Ready(TestPods.Plan("f"), 7) with { Phase = PodPhase.Pending, Network = null }));

        Assert.Equal(
            [("a", (false, false, false)), ("b", (false, false, false)), ("c", (false, true, true))],
            slice.Spec.Endpoints.Select(endpoint => (endpoint.TargetRef!.Name!, ConditionsOf(endpoint))));
    }

    [Fact]
    public void A_service_may_ask_for_pods_that_are_not_ready()
    {
        var slice = Assert.Single(Build(
            "{selector: {app: reviews}, publishNotReadyAddresses: true, ports: [{port: 9080}]}",
            TestPods.Ready(TestPods.Plan("a"), 2) with { ApplicationReady = false }));

        Assert.True(slice.Spec.Endpoints[0].Conditions!.Ready);
    }

    [Fact]
    public void A_named_target_port_has_the_number_that_each_pod_gives_it()
    {
        var slices = Build("{selector: {app: reviews}, ports: [{name: http, port: 80, targetPort: p9080}]}",
            TestPods.Ready(TestPods.Plan("a", ports: 9080), 2),
            TestPods.Ready(TestPods.Plan("b", ports: [9080, 9081]), 3),
            TestPods.Ready(TestPods.Plan("c", ports: 7000), 4)).ToList();

        Assert.Equal(["reviews-local", "reviews-local-1"], slices.Select(slice => slice.Name));
        Assert.Equal(9080, Assert.Single(slices[0].Spec.Ports).Port);
        Assert.Equal(2, slices[0].Spec.Endpoints.Count);
        Assert.Empty(slices[1].Spec.Ports);
    }

    [Theory]
    [InlineData("ports: [{port: 80}]")]
    [InlineData("{type: ExternalName, externalName: example.com, selector: {app: reviews}}")]
    public void A_service_that_selects_no_pods_has_no_slice(string spec) =>
        Assert.Empty(Build(spec, TestPods.Ready(TestPods.Plan("a"), 2)));

    private static List<ResourceObject<EndpointSlice>> Build(string spec, params PodState[] pods)
    {
        var indented = string.Join("\n  ", spec.Split('\n'));
        var service = TestPods.Read(
                $"apiVersion: v1\nkind: Service\nmetadata: {{name: reviews}}\nspec:\n  {indented}\n")
            .OfType<ResourceObject<ServiceSpec>>().Single();
        return [.. EndpointSlices.Build(service, pods)];
    }

    private static (bool? Ready, bool? Serving, bool? Terminating) ConditionsOf(Endpoint endpoint) =>
        (endpoint.Conditions!.Ready, endpoint.Conditions.Serving, endpoint.Conditions.Terminating);
}
