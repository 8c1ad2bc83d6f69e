using System.Text.Json;
using Outrigger.ControlPlane.Client;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.ControlPlane.Tests;

/// <summary>What is applied is validated, stored and served; what is refused leaves no trace.</summary>
public sealed class ApplyTests
{
    private static readonly TimeSpan Wait = TestControlPlane.Deadline;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Applied_objects_reach_a_connected_proxy()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        var proxy = controlPlane.Connect();
        await proxy.WaitForFirstConfigurationAsync();
        Assert.Equal("outbound|9080||reviews.default.svc.cluster.local", proxy.ReviewsCluster);

        var result = await controlPlane.Client.ApplyAsync(
            $"{Meshes.Subsets}\n---\n{Meshes.RouteTo("v2")}", "routes.yaml", Wait, Cancellation);

        Assert.Equal(
            ["DestinationRule reviews created", "VirtualService reviews created"],
            result.Objects.Select(changed => $"{changed.Kind} {changed.Name} {changed.Action}"));
        Assert.Equal([proxy.NodeId], result.Sync!.Synced);
        Assert.Empty(result.Sync.Pending);
        Assert.Equal("outbound|9080|v2|reviews.default.svc.cluster.local", proxy.ReviewsCluster);
    }

    [Fact]
    public async Task A_change_of_one_object_is_told_apart_from_none()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        var first = await ApplyAsync(controlPlane, Meshes.RouteTo("v1"));
        var same = await ApplyAsync(controlPlane, Meshes.RouteTo("v1"));
        var other = await ApplyAsync(controlPlane, Meshes.RouteTo("v2"));
        Assert.Equal(["created", "unchanged", "configured"], [first.Action, same.Action, other.Action]);
        Assert.Equal(first.Version, same.Version);
        Assert.True(other.Version > same.Version);
    }

    [Fact]
    public async Task A_refused_text_is_refused_as_a_whole_with_positions()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        var before = await controlPlane.Client.StatusAsync(cancellation: Cancellation);
        var bad = Meshes.RouteTo("v2").Replace("hosts:", "host:", StringComparison.Ordinal);
        var text = $"{Meshes.Subsets}\n---\n{bad}";

        var refusal = await Assert.ThrowsAsync<ManagementException>(
            () => controlPlane.Client.ApplyAsync(text, "dir/bad routes.yaml", cancellation: Cancellation));

        var error = Assert.Single(refusal.Diagnostics);
        Assert.Equal(("dir/bad routes.yaml", "error", "spec.host"), (error.File, error.Severity, error.Path));
        Assert.Equal("  host: [reviews]", text.Split('\n')[error.Line - 1]);
        Assert.Empty(await NamesAsync(controlPlane, "destinationrules"));
        Assert.Empty(await NamesAsync(controlPlane, "virtualservices"));
        var after = await controlPlane.Client.StatusAsync(cancellation: Cancellation);
        Assert.Equal(before.Version, after.Version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("kind: [")]
    [InlineData("apiVersion: v1\nkind: Nonsense\nmetadata: {name: x}\n")]
    public async Task A_text_without_an_object_is_refused(string text)
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        var refusal = await Assert.ThrowsAsync<ManagementException>(
            () => controlPlane.Client.ApplyAsync(text, "x.yaml", cancellation: Cancellation));
        Assert.NotEmpty(refusal.Message);
    }

    [Fact]
    public async Task Warnings_come_with_the_object_and_do_not_hinder_it()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        var result = await controlPlane.Client.ApplyAsync(
            Meshes.RouteTo("v1"), "routes.yaml", cancellation: Cancellation);
        var applied = Assert.Single(result.Objects);
        Assert.Equal(("created", "acceptedWithWarnings"), (applied.Action, applied.Verdict));
        Assert.All(applied.Messages, message => Assert.Equal("routes.yaml", message.File));
        Assert.NotEmpty(applied.Messages);
    }

    [Fact]
    public async Task An_applied_object_wins_over_the_same_one_in_a_file_until_it_is_deleted()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(
            ("mesh.yaml", $"{Meshes.Services}\n---\n{Meshes.Subsets}"), ("route.yaml", Meshes.RouteTo("v1")));
        var proxy = controlPlane.Connect();
        await proxy.WaitForAsync(each => each.ReviewsCluster?.Contains("|v1|") == true);

        await controlPlane.Client.ApplyAsync(Meshes.RouteTo("v2"), cancellation: Cancellation);
        await proxy.WaitForAsync(each => each.ReviewsCluster!.Contains("|v2|"));

        await controlPlane.Client.DeleteAsync("vs", "default", "reviews", cancellation: Cancellation);
        await proxy.WaitForAsync(each => each.ReviewsCluster!.Contains("|v1|"));
    }

    [Fact]
    public async Task What_stands_in_a_file_is_not_deleted_but_the_file_is_named()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(
            ("route.yaml", Meshes.RouteTo("v1")));
        var refusal = await Assert.ThrowsAsync<ManagementException>(() => controlPlane.Client.DeleteAsync(
            "virtualservice", "default", "reviews", cancellation: Cancellation));
        Assert.Contains("route.yaml", refusal.Message);
        Assert.Equal(["reviews"], await NamesAsync(controlPlane, "vs"));
    }

    [Fact]
    public async Task What_is_not_there_is_neither_deleted_nor_shown()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        foreach (var call in new Func<Task>[]
        {
            () => controlPlane.Client.DeleteAsync("vs", "default", "nobody", cancellation: Cancellation),
            () => controlPlane.Client.GetAsync("vs", "default", "nobody", Cancellation),
            () => controlPlane.Client.DeleteAsync(Meshes.RouteTo("v1"), cancellation: Cancellation),
            () => controlPlane.Client.EndpointsAsync("nobody", "default", Cancellation),
        })
        {
            var refusal = await Assert.ThrowsAsync<ManagementException>(call);
            Assert.StartsWith("there is no ", refusal.Message);
        }
    }

    [Fact]
    public async Task A_delete_of_several_deletes_all_or_none()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        await controlPlane.Client.ApplyAsync(Meshes.Subsets, cancellation: Cancellation);
        var both = $"{Meshes.Subsets}\n---\n{Meshes.RouteTo("v1")}";
        await Assert.ThrowsAsync<ManagementException>(
            () => controlPlane.Client.DeleteAsync(both, cancellation: Cancellation));
        Assert.Equal(["reviews"], await NamesAsync(controlPlane, "dr"));

        await controlPlane.Client.ApplyAsync(Meshes.RouteTo("v1"), cancellation: Cancellation);
        await controlPlane.Client.DeleteAsync(both, cancellation: Cancellation);
        Assert.Empty(await NamesAsync(controlPlane, "dr"));
        Assert.Empty(await NamesAsync(controlPlane, "vs"));
    }

    private static async Task<(string Action, long Version)> ApplyAsync(
        TestControlPlane controlPlane, string text)
    {
        var result = await controlPlane.Client.ApplyAsync(text, cancellation: Cancellation);
        return (Assert.Single(result.Objects).Action, result.Version);
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(TestControlPlane controlPlane, string kind)
    {
        JsonElement list = await controlPlane.Client.GetAsync(kind, cancellation: Cancellation);
        return [.. list.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("metadata").GetProperty("name").GetString()!)];
    }
}
