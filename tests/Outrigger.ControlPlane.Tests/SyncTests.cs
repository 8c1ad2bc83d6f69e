using Outrigger.ControlPlane.Api.Contract;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.ControlPlane.Tests;

/// <summary>Waiting for proxies, and waiting for news.</summary>
public sealed class SyncTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proxy_that_keeps_silent_is_named_as_pending_when_the_time_is_up()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        var willing = controlPlane.Connect("willing");
        await willing.WaitForFirstConfigurationAsync();
        var silent = controlPlane.Connect("silent", _ => TestProxy.Answer.KeepSilent);
        await silent.WaitForAsync(proxy => proxy.Responses.Count > 0);

        // On a busy machine the willing one may be late too, the first time.
        SyncView? sync = null;
        for (var attempt = 0; attempt < 20 && sync?.Synced is not [_]; attempt++)
        {
            var result = await controlPlane.Client.ApplyAsync(
                Meshes.RouteTo("v2"), wait: Short, cancellation: Cancellation);
            sync = result.Sync;
        }

        Assert.Equal([willing.NodeId], sync!.Synced);
        Assert.Equal([silent.NodeId], sync.Pending);
        Assert.Empty(sync.Rejected);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_named_with_its_reason_and_ends_the_wait()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        var mood = TestProxy.Answer.Acknowledge;
        var proxy = controlPlane.Connect(answer: type =>
            type == TestProxy.RoutesType ? mood : TestProxy.Answer.Acknowledge);
        await proxy.WaitForFirstConfigurationAsync();
        mood = TestProxy.Answer.Reject;

        var result = await controlPlane.Client.ApplyAsync(
            $"{Meshes.Subsets}\n---\n{Meshes.RouteTo("v2")}", wait: TestControlPlane.Deadline,
            cancellation: Cancellation);

        var rejection = Assert.Single(result.Sync!.Rejected);
        Assert.Equal((proxy.NodeId, TestProxy.Rejection), (rejection.Proxy, rejection.Message));
        var shown = Assert.Single(await controlPlane.Client.ProxiesAsync(Cancellation));
        var refused = Assert.Single(shown.Types, type => type.State == "Error");
        Assert.Equal(TestProxy.Rejection, refused.Rejection);
    }

    [Fact]
    public async Task Without_proxies_there_is_nothing_to_wait_for()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        var result = await controlPlane.Client.ApplyAsync(
            Meshes.RouteTo("v2"), wait: TestControlPlane.Deadline, cancellation: Cancellation);
        Assert.Empty(result.Sync!.Synced);
        Assert.Empty(result.Sync.Pending);
    }

    [Fact]
    public async Task Proxies_are_listed_while_they_are_connected()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        Assert.Empty(await controlPlane.Client.ProxiesAsync(Cancellation));
        var proxy = controlPlane.Connect();
        await proxy.WaitForFirstConfigurationAsync();
        // Settles everything that is on its way.
        await controlPlane.Client.ApplyAsync(
            Meshes.RouteTo("v1"), wait: TestControlPlane.Deadline, cancellation: Cancellation);

        var shown = Assert.Single(await controlPlane.Client.ProxiesAsync(Cancellation));
        Assert.Equal((proxy.NodeId, "Delta"), (shown.Id, shown.Variant));
        Assert.Equal(
            ["CDS", "EDS", "LDS", "RDS"],
            shown.Types.Select(type => type.Type).Order(StringComparer.Ordinal));
        Assert.All(shown.Types, type => Assert.Equal("Synced", type.State));
    }

    [Fact]
    public async Task Status_answers_as_soon_as_there_is_another_version()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", Meshes.Services));
        var now = await controlPlane.Client.StatusAsync(cancellation: Cancellation);
        Assert.True(now.Ready);

        var news = controlPlane.Client.StatusAsync(
            now.PushedVersion, TestControlPlane.Deadline, Cancellation);
        var applied = await controlPlane.Client.ApplyAsync(Meshes.RouteTo("v1"), cancellation: Cancellation);

        Assert.Equal(applied.Version, (await news).PushedVersion);
    }

    [Fact]
    public async Task Status_answers_without_news_when_the_time_is_up()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        var now = await controlPlane.Client.StatusAsync(cancellation: Cancellation);
        var later = await controlPlane.Client.StatusAsync(
            now.PushedVersion, TimeSpan.FromMilliseconds(50), Cancellation);
        Assert.Equal(now.PushedVersion, later.PushedVersion);
    }
}
