using Envoy.Config.Listener.V3;
using Outrigger.ControlPlane.Client;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.ControlPlane.Tests;

/// <summary>What the local runtime reports becomes endpoints, and nothing but endpoints.</summary>
public sealed class EndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_of_endpoints_pushes_endpoints_only()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        await SetAsync(controlPlane, ("127.1.0.1", true));
        var proxy = controlPlane.Connect();
        await proxy.WaitForFirstConfigurationAsync();
        await proxy.WaitForAsync(each => each.ReviewsAddresses == "127.1.0.1");
        await controlPlane.Client.ApplyAsync(
            Meshes.RouteTo("v1"), wait: TestControlPlane.Deadline, cancellation: Cancellation);
        var seen = proxy.Responses.Count;

        await SetAsync(controlPlane, ("127.1.0.1", true), ("127.1.0.2", true));
        await proxy.WaitForAsync(each => each.ReviewsAddresses == "127.1.0.1 127.1.0.2");
        await SetAsync(controlPlane, ("127.1.0.2", true));
        await proxy.WaitForAsync(each => each.ReviewsAddresses == "127.1.0.2");

        Assert.Equal([TestProxy.EndpointsType], proxy.Responses.Skip(seen).Distinct());
    }

    [Fact]
    public async Task Pods_that_clients_call_by_address_change_listeners_as_well()
    {
        static string OfHeadless(string yaml) => yaml.Replace("name: http", "name: tcp", StringComparison.Ordinal);
        var services = OfHeadless(Meshes.Services).Replace("spec:", "spec:\n  clusterIP: None", StringComparison.Ordinal);
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", services));
        var proxy = controlPlane.Connect();
        await proxy.WaitForAsync(each => each.Responses.Contains(TestProxy.ListenerType));

        await controlPlane.Client.SetRuntimeAsync(
            OfHeadless(Meshes.Runtime(("127.1.0.1", true))), cancellation: Cancellation);

        await proxy.WaitForAsync(each => each.Find<Listener>("127.1.0.1_9080") is not null);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_ready_is_shown_but_gets_no_requests()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        await SetAsync(controlPlane, ("127.1.0.1", true), ("127.1.0.2", false));
        var proxy = controlPlane.Connect();
        await proxy.WaitForAsync(each => each.ReviewsAddresses.Contains("127.1.0.1"));
        Assert.Equal("127.1.0.1", proxy.ReviewsAddresses);

        var shown = await controlPlane.Client.EndpointsAsync("reviews", "default", Cancellation);

        Assert.Equal(
            ["9080 127.1.0.1:9080 reviews-1 v1 ready", "9080 127.1.0.2:9080 reviews-2 v2 not ready"],
            shown.Select(each =>
                $"{each.Port} {each.Address} {each.Workload} {each.Labels["version"]} {each.Health}"));
    }

    [Fact]
    public async Task The_runtimes_set_is_complete_and_replaces_the_former_one()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        await SetAsync(controlPlane, ("127.1.0.1", true), ("127.1.0.2", true));
        await SetAsync(controlPlane, ("127.1.0.3", true));
        var pods = await controlPlane.Client.GetAsync("pods", "default", cancellation: Cancellation);
        Assert.Equal(
            ["127.1.0.3"],
            pods.GetProperty("items").EnumerateArray()
                .Select(pod => pod.GetProperty("status").GetProperty("podIP").GetString()));
    }

    [Fact]
    public async Task A_set_that_cannot_be_read_leaves_the_former_one_in_force()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        await SetAsync(controlPlane, ("127.1.0.1", true));
        await Assert.ThrowsAsync<ManagementException>(
            () => controlPlane.Client.SetRuntimeAsync("kind: [", cancellation: Cancellation));
        var endpoint = Assert.Single(
            await controlPlane.Client.EndpointsAsync("reviews", "default", Cancellation));
        Assert.Equal("127.1.0.1:9080", endpoint.Address);
    }

    private static async Task SetAsync(
        TestControlPlane controlPlane, params (string Address, bool Ready)[] pods)
    {
        var result = await controlPlane.Client.SetRuntimeAsync(
            Meshes.Runtime(pods), TestControlPlane.Deadline, Cancellation);
        Assert.Empty(result.Sync!.Pending);
    }
}
