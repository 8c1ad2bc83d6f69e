using Grpc.Core;
using Outrigger.Xds.Server;
using Outrigger.Xds.Server.Status;
using Outrigger.Xds.Tests.Support;
using static Outrigger.Xds.Tests.Support.TestResource;
using static Outrigger.Xds.TypeUrl;

namespace Outrigger.Xds.Tests.Server;

/// <summary>ACK, NACK, nonces, and what a faulty request gets, in both variants.</summary>
public sealed class AnswerTests
{
    [Theory, BothVariants]
    public async Task A_rejected_version_is_not_sent_again_but_a_newer_one_is(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        await stream.ExpectAndAckAsync("CDS a=1");
        host.Set(2, Cluster("a", "bad"));
        await stream.NackAsync(await stream.ExpectAsync("CDS a=bad"), "a: connect_timeout: missing");
        await stream.ExpectNothingAsync();
        TypeStatus status = host.Server.Clients.Clients.Single().Types[0];
        Assert.Equal(SyncState.Error, status.State);
        Assert.Equal("a: connect_timeout: missing", status.RejectionDetail);
        Assert.NotEqual(status.AcceptedVersion, status.SentVersion);
        Assert.Equal(status.SentVersion, status.RejectedVersion);
        host.Set(3, Cluster("a", "3"));
        await stream.ExpectAndAckAsync("CDS a=3");
        await stream.ExpectNothingAsync();
        Assert.Equal(SyncState.Synced, host.Server.Clients.Clients.Single().Types[0].State);
    }

    [Theory, BothVariants]
    public async Task A_revert_after_a_rejection_is_sent(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Route("r"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(RouteConfiguration, "r");
        await stream.ExpectAndAckAsync("RDS r=1");
        host.Set(2, Route("r", "bad"));
        await stream.NackAsync(await stream.ExpectAsync("RDS r=bad"), "no");
        host.Set(3, Route("r"));
        await stream.ExpectAndAckAsync("RDS r=1");
    }

    [Theory, BothVariants]
    public async Task While_a_push_is_unanswered_newer_state_replaces_what_is_queued(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        Received first = await stream.ExpectAsync("CDS a=1");
        for (int number = 2; number <= 20; number++)
        {
            host.Set(number, Cluster("a", $"{number}"));
            await stream.ExpectNothingAsync();
        }

        await stream.AckAsync(first);
        await stream.ExpectAndAckAsync("CDS a=20");
        await stream.ExpectNothingAsync();
    }

    [Theory, BothVariants]
    public async Task An_answer_to_an_older_push_does_not_count(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        Received old = await stream.ExpectAndAckAsync("CDS a=1");
        host.Set(2, Cluster("a", "2"));
        Received last = await stream.ExpectAsync("CDS a=2");
        host.Set(3, Cluster("a", "3"));
        await stream.NackAsync(old, "late");
        await stream.AckAsync(old with { Nonce = "made-up" });
        await stream.ExpectNothingAsync();
        Assert.Null(host.Server.Clients.Clients.Single().Types[0].RejectionDetail);
        await stream.AckAsync(last);
        await stream.ExpectAndAckAsync("CDS a=3");
    }

    [Theory, BothVariants]
    public async Task A_stream_without_a_node_is_refused(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1);
        using ProtocolStream stream = host.Open(variant, nodeId: "");
        await stream.SubscribeAsync(TypeUrl.Cluster);
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(stream.ReceiveAsync);
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Contains("node", refusal.Status.Detail);
    }

    [Theory, BothVariants]
    public async Task A_request_without_a_type_is_refused(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1);
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(new TypeUrl(""));
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(stream.ReceiveAsync);
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Contains("type_url", refusal.Status.Detail);
    }

    [Theory, BothVariants]
    public async Task A_client_that_asks_for_too_much_is_refused(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync(
            new AdsServerOptions { NamesPerTypeMax = 3, TypesPerClientMax = 2 });
        host.Set(1);
        using ProtocolStream names = host.Open(variant);
        await names.SubscribeAsync(ClusterLoadAssignment, "a", "b", "c", "d");
        Assert.Equal(StatusCode.ResourceExhausted,
            (await Assert.ThrowsAsync<RpcException>(names.ReceiveAsync)).StatusCode);
        using ProtocolStream types = host.Open(variant);
        foreach (string name in (string[])["x", "y", "z"])
            await types.SubscribeAsync(new TypeUrl(name), "n");
        Assert.Equal(StatusCode.ResourceExhausted,
            (await Assert.ThrowsAsync<RpcException>(types.ReceiveAsync)).StatusCode);
    }

    [Theory, BothVariants]
    public async Task The_control_plane_may_refuse_a_node(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Classifier.OnConnect = node => throw new RpcException(
            new Grpc.Core.Status(StatusCode.PermissionDenied, $"unknown node {node.Id}"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(stream.ReceiveAsync);
        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
        Assert.Equal("unknown node node-1", refusal.Status.Detail);
        Assert.Equal(["connect node-1"], host.Classifier.Events);
    }

    [Theory, BothVariants]
    public async Task The_snapshot_may_be_made_when_the_node_connects_and_is_told_when_it_goes(
        XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Classifier.OnConnect = node =>
        {
            host.Set(1, Cluster($"of-{node.Id}"));
            return ValueTask.CompletedTask;
        };
        using (ProtocolStream stream = host.Open(variant, "n7"))
        {
            await stream.SubscribeAsync(TypeUrl.Cluster);
            await stream.ExpectAndAckAsync("CDS of-n7=1");
        }

        await host.WaitForClientsAsync(clients => clients.Count == 0);
        Assert.True(SpinWait.SpinUntil(() => host.Classifier.Events.Count == 2, TimeSpan.FromSeconds(10)));
        Assert.Equal(["connect n7", "disconnect n7 of default"], host.Classifier.Events);
    }

    [Theory, BothVariants]
    public async Task A_client_that_neither_reads_nor_answers_delays_nobody(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a", new string('x', 4_000_000)), Listener("l"));
        using ProtocolStream deaf = host.Open(variant, "deaf");
        await deaf.SubscribeAsync(TypeUrl.Cluster);
        await deaf.SubscribeAsync(TypeUrl.Listener);
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(TypeUrl.Listener);
        await stream.ExpectAndAckAsync("LDS l=1");
        for (int number = 2; number < 30; number++)
        {
            host.Set(number, Cluster("a", new string('y', 4_000_000 + number)), Listener("l", $"{number}"));
            await stream.ExpectAndAckAsync($"LDS l={number}");
        }
    }
}
