using Microsoft.Extensions.Time.Testing;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.ControlPlane.Tests;

/// <summary>Changes that come together are pushed together, but not put off for ever.</summary>
public sealed class DebounceTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(15);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Several_changes_make_one_push()
    {
        var time = new FakeTimeProvider();
        await using var controlPlane = await TestControlPlane.StartAsync(
            time, ("mesh.yaml", $"{Meshes.Services}\n---\n{Meshes.Subsets}"));
        var proxy = controlPlane.Connect();
        await proxy.WaitForFirstConfigurationAsync();
        var seen = proxy.Responses.Count(type => type == TestProxy.RoutesType);

        await ApplyAsync(controlPlane, "v1");
        await ApplyAsync(controlPlane, "v2");
        await ApplyAsync(controlPlane, "v1");
        var version = await ApplyAsync(controlPlane, "v2");
        while ((await controlPlane.Client.StatusAsync(cancellation: Cancellation)).PushedVersion < version)
        {
            time.Advance(Step);
        }

        await proxy.WaitForAsync(each => each.ReviewsCluster!.Contains("|v2|"));
        Assert.Equal(seen + 1, proxy.Responses.Count(type => type == TestProxy.RoutesType));
    }

    [Fact]
    public async Task Changes_that_never_pause_are_pushed_all_the_same()
    {
        var time = new FakeTimeProvider();
        await using var controlPlane = await TestControlPlane.StartAsync(
            time, ("mesh.yaml", Meshes.Services));
        var first = (await controlPlane.Client.StatusAsync(cancellation: Cancellation)).PushedVersion;
        var applied = 0;
        // A change in every step that is shorter than the pause that a push waits for.
        do
        {
            await ApplyAsync(controlPlane, applied++ % 2 == 0 ? "v1" : "v2");
            time.Advance(Step);
        }
        while ((await controlPlane.Client.StatusAsync(cancellation: Cancellation)).PushedVersion == first);

        Assert.True(applied > 1);
    }

    private static async Task<long> ApplyAsync(TestControlPlane controlPlane, string subset) =>
        (await controlPlane.Client.ApplyAsync(Meshes.RouteTo(subset), cancellation: Cancellation)).Version;
}
