using Envoy.Service.Status.V3;
using Envoy.Type.Matcher.V3;
using Grpc.Core;
using Outrigger.Xds.Server.Status;
using Outrigger.Xds.Tests.Support;
using static Outrigger.Xds.Tests.Support.TestResource;
using static Outrigger.Xds.TypeUrl;

namespace Outrigger.Xds.Tests.Server;

/// <summary>Waiting for clients, and the client status discovery service, in both variants.</summary>
public sealed class SyncTests
{
    [Theory, BothVariants]
    public async Task A_wait_ends_when_every_client_has_accepted_the_snapshot(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"));
        using ProtocolStream one = host.Open(variant, "one");
        using ProtocolStream two = host.Open(variant, "two");
        await one.SubscribeAsync(TypeUrl.Cluster);
        await one.ExpectAndAckAsync("CDS a=1");
        await two.SubscribeAsync(TypeUrl.Cluster);
        await two.ExpectAndAckAsync("CDS a=1");

        host.Set(2, Cluster("a", "2"));
        Task<SyncReport> wait = WaitAsync(host, 2);
        await one.ExpectAndAckAsync("CDS a=2");
        Received last = await two.ExpectAsync("CDS a=2");
        await host.WaitForClientsAsync(clients => clients.Any(client => client.SettledNumber == 2));
        Assert.False(wait.IsCompleted);
        await two.AckAsync(last);
        SyncReport report = await wait;
        Assert.True(report.IsComplete);
        Assert.Equal(["one", "two"], report.Synced.Select(client => client.Node.Id).Order());

        host.Set(3, Cluster("a", "2"));
        Assert.Equal(2, (await WaitAsync(host, 3)).Synced.Count);
    }

    [Theory, BothVariants]
    public async Task A_wait_names_who_rejected_and_who_has_not_answered(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"));
        using ProtocolStream rejecting = host.Open(variant, "rejecting");
        using ProtocolStream silent = host.Open(variant, "silent");
        await rejecting.SubscribeAsync(TypeUrl.Cluster);
        await rejecting.NackAsync(await rejecting.ExpectAsync("CDS a=1"), "a: lb_policy: unknown");
        await silent.SubscribeAsync(TypeUrl.Cluster);
        await silent.ExpectAsync("CDS a=1");
        await host.WaitForClientsAsync(clients => clients.Any(client => client.Rejections.Any()));

        Task<SyncReport> wait = WaitAsync(host, 1);
        Assert.False(wait.IsCompleted);
        host.Time.Advance(TimeSpan.FromSeconds(10));
        SyncReport report = await wait;
        Assert.False(report.IsComplete);
        Assert.Equal("silent", report.Pending.Single().Node.Id);
        Assert.Equal("a: lb_policy: unknown", report.Rejected.Single().Rejections.Single().RejectionDetail);
        Assert.Empty(report.Synced);
    }

    [Theory, BothVariants]
    public async Task A_client_that_goes_is_not_waited_for(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"));
        Task<SyncReport> wait;
        using (ProtocolStream silent = host.Open(variant))
        {
            await silent.SubscribeAsync(TypeUrl.Cluster);
            await silent.ExpectAsync("CDS a=1");
            wait = WaitAsync(host, 1);
            Assert.False(wait.IsCompleted);
        }

        SyncReport report = await wait;
        Assert.True(report.IsComplete);
        Assert.Empty(report.Synced);
    }

    [Theory, BothVariants]
    public async Task A_client_is_synced_only_when_it_has_asked_for_what_follows_from_clusters_and_listeners(
        XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Endpoints("a"), Listener("l", "1", "r"), Route("r"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        await stream.ExpectAndAckAsync("CDS a=1");
        await stream.ExpectNothingAsync();
        Assert.Single(host.Server.Clients.Report(1).Pending);
        await stream.SubscribeAsync(ClusterLoadAssignment, "a");
        await stream.ExpectAndAckAsync("EDS a=1");
        await host.WaitForClientsAsync(_ => host.Server.Clients.Report(1).Synced.Count == 1);

        host.Set(
            2, Cluster("a"), Endpoints("a"), Listener("l", "1", "r"), Listener("m", "1", "s"), Route("r"),
            Route("s"));
        await stream.ExpectNothingAsync();
        await host.WaitForClientsAsync(_ => host.Server.Clients.Report(2).Synced.Count == 1);
        await stream.SubscribeAsync(TypeUrl.Listener);
        await stream.ExpectAndAckAsync("LDS l=1 m=1");
        await stream.SubscribeAsync(RouteConfiguration, "r");
        await stream.ExpectAndAckAsync("RDS r=1");
        host.Set(
            3, Cluster("a"), Endpoints("a"), Listener("l", "1", "r"), Listener("m", "1", "s"), Route("r"),
            Route("s"));
        await stream.ExpectNothingAsync();
        Assert.Single(host.Server.Clients.Report(3).Pending);
        await stream.SubscribeAsync(RouteConfiguration, "s");
        await stream.ExpectAndAckAsync("RDS s=1");
        await host.WaitForClientsAsync(_ => host.Server.Clients.Report(3).Synced.Count == 1);
    }

    [Theory, BothVariants]
    public async Task The_status_service_tells_each_resource(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Cluster("b"), Route("r"));
        using ProtocolStream stream = host.Open(variant, "sidecar~10.0.0.1~x.default~default.svc");
        await stream.SubscribeAsync(TypeUrl.Cluster);
        Received clusters = await stream.ExpectAsync("CDS a=1 b=1");
        await stream.SubscribeAsync(RouteConfiguration, "r", "missing");
        await stream.NackAsync(
            await stream.ExpectAsync(variant == XdsVariant.Delta ? "RDS r=1 -missing" : "RDS r=1"), "r: bad");
        await stream.ExpectNothingAsync();
        Assert.Equal("a STALE, b STALE, missing NOT_SENT, r ERROR r: bad", await FetchAsync(host));
        host.Set(2, Cluster("a"), Cluster("b", "2"), Route("r"));
        await stream.AckAsync(clusters);
        await stream.ExpectAsync(variant == XdsVariant.Delta ? "CDS b=2" : "CDS a=1 b=2");
        await host.WaitForClientsAsync(clients => clients.Single().Types[0].State == SyncState.Stale);
        host.Set(3, Cluster("a"), Cluster("b", "3"), Cluster("c"), Route("r"));
        await stream.ExpectNothingAsync();
        Assert.Equal(
            "a SYNCED, b STALE, c NOT_SENT, missing NOT_SENT, r ERROR r: bad", await FetchAsync(host));
    }

    [Theory]
    [InlineData("sidecar~", true)]
    [InlineData("router~", false)]
    public async Task The_status_service_filters_by_node(string prefix, bool isFound)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"));
        using ProtocolStream stream = host.Open(XdsVariant.Delta, "sidecar~x");
        await stream.SubscribeAsync(TypeUrl.Cluster);
        await stream.ExpectAndAckAsync("CDS a=1");
        var request = new ClientStatusRequest();
        request.NodeMatchers.Add(new NodeMatcher { NodeId = new StringMatcher { Prefix = prefix } });
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using AsyncDuplexStreamingCall<ClientStatusRequest, ClientStatusResponse> call =
            Client(host).StreamClientStatus(cancellationToken: cancellation);
        await call.RequestStream.WriteAsync(request, cancellation);
        Assert.True(await call.ResponseStream.MoveNext(cancellation));
        Assert.Equal(isFound, call.ResponseStream.Current.Config.Count == 1);
    }

    [Fact]
    public async Task The_status_service_refuses_a_matcher_without_a_pattern()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        var request = new ClientStatusRequest();
        request.NodeMatchers.Add(new NodeMatcher { NodeId = new StringMatcher() });
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(
            async () => await Client(host).FetchClientStatusAsync(
                request, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
    }

    private static Task<SyncReport> WaitAsync(AdsHost host, long number) => host.Server.Clients
        .WaitForSyncAsync(number, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)
        .WaitAsync(TimeSpan.FromSeconds(15));

    private static ClientStatusDiscoveryService.ClientStatusDiscoveryServiceClient Client(AdsHost host) =>
        new(host.CreateChannel());

    private static async Task<string> FetchAsync(AdsHost host)
    {
        ClientStatusResponse response = await Client(host).FetchClientStatusAsync(
            new ClientStatusRequest(), cancellationToken: TestContext.Current.CancellationToken);
        ClientConfig config = Assert.Single(response.Config);
        Assert.All(config.GenericXdsConfigs, entry => Assert.True(
            entry.ConfigStatus == ConfigStatus.NotSent || entry.XdsConfig.TypeUrl == entry.TypeUrl));
        return string.Join(", ", config.GenericXdsConfigs
            .Where(entry => entry.TypeUrl != BarrierType.Value)
            .Select(entry => $"{entry.Name} {Name(entry.ConfigStatus)} {entry.ErrorState?.Details}".Trim())
            .Order(StringComparer.Ordinal));
    }

    private static string Name(ConfigStatus status) => status switch
    {
        ConfigStatus.Synced => "SYNCED",
        ConfigStatus.NotSent => "NOT_SENT",
        ConfigStatus.Stale => "STALE",
        ConfigStatus.Error => "ERROR",
        _ => "UNKNOWN",
    };
}
