using System.Text.Json;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.ControlPlane.Tests;

/// <summary>A control plane that comes back serves what it served before, so that nothing flaps.</summary>
public sealed class RestartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_resource_has_the_same_version_after_a_restart()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        await controlPlane.Client.ApplyAsync(
            $"{Meshes.Subsets}\n---\n{Meshes.RouteTo("v2")}", cancellation: Cancellation);
        await controlPlane.Client.SetRuntimeAsync(
            Meshes.Runtime(("127.1.0.1", true), ("127.1.0.2", true)), cancellation: Cancellation);
        var before = await CompleteVersionsAsync(controlPlane);

        await controlPlane.StopAsync();
        await controlPlane.StartAgainAsync();

        Assert.Equal(before, await CompleteVersionsAsync(controlPlane));
    }

    [Fact]
    public async Task Services_keep_their_addresses_whatever_comes_before_them()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        var before = await AddressesAsync(controlPlane);
        Assert.Equal(2, before.Values.Distinct().Count());

        await controlPlane.StopAsync();
        controlPlane.WriteFile("another.yaml", Meshes.Services
            .Replace("reviews", "aardvark", StringComparison.Ordinal)
            .Replace("ratings", "badger", StringComparison.Ordinal));
        await controlPlane.StartAgainAsync();

        var after = await AddressesAsync(controlPlane);
        Assert.Equal(4, after.Values.Distinct().Count());
        Assert.All(before, pair => Assert.Equal(pair.Value, after[pair.Key]));
    }

    [Fact]
    public async Task Deleted_objects_stay_deleted()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        await controlPlane.Client.ApplyAsync(Meshes.RouteTo("v2"), cancellation: Cancellation);
        await controlPlane.Client.DeleteAsync("vs", "default", "reviews", cancellation: Cancellation);
        await controlPlane.StopAsync();
        await controlPlane.StartAgainAsync();
        var list = await controlPlane.Client.GetAsync("vs", cancellation: Cancellation);
        Assert.Equal(0, list.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_runtime_file_that_was_cut_off_is_as_good_as_none()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        await controlPlane.Client.SetRuntimeAsync(
            Meshes.Runtime(("127.1.0.1", true)), cancellation: Cancellation);
        await controlPlane.StopAsync();
        var file = StateDirectory.RuntimeFile(controlPlane.StateFolder);
        File.WriteAllText(file, File.ReadAllText(file)[..^20]);
        await controlPlane.StartAgainAsync();
        Assert.Empty(await controlPlane.Client.EndpointsAsync("reviews", "default", Cancellation));
    }

    private static async Task<SortedDictionary<string, string>> CompleteVersionsAsync(
        TestControlPlane controlPlane)
    {
        var proxy = controlPlane.Connect();
        await proxy.WaitForAsync(each =>
            each.ReviewsCluster?.Contains("|v2|") == true && each.ReviewsAddresses == "127.1.0.1 127.1.0.2");
        // One cluster for each service and subset, each with its endpoints.
        await proxy.WaitForAsync(each => each.Versions.Keys.Count(IsEndpoints) == 4);
        return proxy.Versions;
    }

    private static bool IsEndpoints(string versionKey) =>
        versionKey.StartsWith(TestProxy.EndpointsType, StringComparison.Ordinal);

    private static async Task<Dictionary<string, string>> AddressesAsync(TestControlPlane controlPlane)
    {
        JsonElement list = await controlPlane.Client.GetAsync("services", cancellation: Cancellation);
        return list.GetProperty("items").EnumerateArray().ToDictionary(
            item => item.GetProperty("metadata").GetProperty("name").GetString()!,
            item => item.GetProperty("spec").GetProperty("clusterIP").GetString()!);
    }
}
