using Outrigger.Xds.Tests.Support;
using static Outrigger.Xds.Tests.Support.TestResource;
using static Outrigger.Xds.TypeUrl;

namespace Outrigger.Xds.Tests.Server;

/// <summary>The order of types, warming, and make-before-break, in both variants.</summary>
public sealed class PushOrderTests
{
    private static readonly TimeSpan OrderTimeout = TimeSpan.FromSeconds(5);

    [Theory, BothVariants]
    public async Task Listeners_wait_for_clusters_and_endpoints_and_routes_wait_for_listeners(
        XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        using ProtocolStream stream = await ConnectAsync(host, variant);
        host.Set(2, Cluster("a", "2"), Endpoints("a", "2"), Listener("l", "2"), Route("r", "2"));
        Received clusters = await stream.ExpectAsync("CDS a=2");
        Received endpoints = await stream.ExpectAsync("EDS a=2");
        await stream.ExpectNothingAsync();
        await stream.AckAsync(endpoints);
        await stream.ExpectNothingAsync();
        await stream.AckAsync(clusters);
        Received listeners = await stream.ExpectAsync("LDS l=2");
        await stream.ExpectNothingAsync();
        await stream.AckAsync(listeners);
        await stream.ExpectAndAckAsync("RDS r=2");
        await stream.ExpectNothingAsync();
    }

    [Theory, BothVariants]
    public async Task A_rejection_of_clusters_releases_listeners_and_routes(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        using ProtocolStream stream = await ConnectAsync(host, variant);
        host.Set(2, Cluster("a", "2"), Endpoints("a"), Listener("l"), Route("r", "2"));
        await stream.NackAsync(await stream.ExpectAsync("CDS a=2"), "no");
        await stream.ExpectAndAckAsync("EDS a=1");
        await stream.ExpectAndAckAsync("RDS r=2");
    }

    [Theory, BothVariants]
    public async Task A_client_that_never_answers_clusters_gets_its_routes_after_a_bounded_time(
        XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        using ProtocolStream stream = await ConnectAsync(host, variant);
        host.Set(2, Cluster("a", "2"), Endpoints("a"), Listener("l"), Route("r", "2"));
        await stream.ExpectAsync("CDS a=2");
        await stream.ExpectAsync("EDS a=1");
        host.Time.Advance(OrderTimeout - TimeSpan.FromMilliseconds(1));
        await stream.ExpectNothingAsync();
        host.Time.Advance(TimeSpan.FromMilliseconds(1));
        await stream.ExpectAsync("RDS r=2");
    }

    [Theory, BothVariants]
    public async Task Endpoints_are_sent_again_after_their_cluster_changed(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(
            1, Cluster("a"), Cluster("b", "1", "shared"), Cluster("c"), Endpoints("a"), Endpoints("shared"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        await stream.ExpectAndAckAsync("CDS a=1 b=1 c=1");
        await stream.SubscribeAsync(ClusterLoadAssignment, "a", "shared");
        await stream.ExpectAndAckAsync("EDS a=1 shared=1");
        host.Set(
            2, Cluster("a"), Cluster("b", "2", "shared"), Cluster("c", "2"),
            Endpoints("a"), Endpoints("shared"));
        await stream.ExpectAndAckAsync(variant == XdsVariant.Delta ? "CDS b=2 c=2" : "CDS a=1 b=2 c=2");
        await stream.ExpectAndAckAsync("EDS shared=1");
        await stream.ExpectNothingAsync();
    }

    [Theory, BothVariants]
    public async Task Routes_wait_until_the_endpoints_of_a_new_cluster_are_there(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        using ProtocolStream stream = await ConnectAsync(host, variant);
        host.Set(
            2, Cluster("a"), Cluster("b"), Endpoints("a"), Endpoints("b"), Listener("l"), Route("r", "b"));
        await stream.ExpectAndAckAsync(variant == XdsVariant.Delta ? "CDS b=1" : "CDS a=1 b=1");
        // The client has accepted the cluster and has yet to ask for its endpoints.
        await stream.ExpectNothingAsync();
        await stream.SubscribeAsync(ClusterLoadAssignment, "b");
        Received endpoints = await stream.ExpectAsync("EDS b=1");
        await stream.ExpectNothingAsync();
        await stream.AckAsync(endpoints);
        await stream.ExpectAndAckAsync("RDS r=b");
    }

    [Theory, BothVariants]
    public async Task Endpoints_that_the_client_never_asks_for_hold_routes_for_a_bounded_time_only(
        XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        using ProtocolStream stream = await ConnectAsync(host, variant);
        host.Set(
            2, Cluster("a"), Cluster("b"), Endpoints("a"), Endpoints("b"), Listener("l"), Route("r", "b"));
        await stream.ExpectAndAckAsync(variant == XdsVariant.Delta ? "CDS b=1" : "CDS a=1 b=1");
        await stream.ExpectNothingAsync();
        host.Time.Advance(OrderTimeout);
        await stream.ExpectAndAckAsync("RDS r=b");
        await stream.ExpectNothingAsync();
        await host.WaitForClientsAsync(clients => clients.Single().SettledNumber == 2);
    }

    [Theory, BothVariants]
    public async Task A_new_cluster_without_endpoints_of_its_own_holds_nothing_up(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        using ProtocolStream stream = await ConnectAsync(host, variant);
        host.Set(2, Cluster("a"), Cluster("static"), Endpoints("a"), Listener("l"), Route("r", "static"));
        await stream.ExpectAndAckAsync(variant == XdsVariant.Delta ? "CDS static=1" : "CDS a=1 static=1");
        await stream.ExpectAndAckAsync("RDS r=static");
    }

    [Theory, BothVariants]
    public async Task A_cluster_goes_only_after_the_routes_without_it_were_accepted(XdsVariant variant)
    {
        bool delta = variant == XdsVariant.Delta;
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("old"), Endpoints("old"), Listener("l"), Route("r", "old"));
        using ProtocolStream stream = host.Open(variant);
        await SubscribeToAllAsync(stream, "CDS old=1", "EDS old=1", "old", "RDS r=old");
        host.Set(2, Cluster("new"), Endpoints("new"), Listener("l"), Route("r", "new"));
        await stream.ExpectAndAckAsync(delta ? "CDS new=1" : "CDS new=1 old=1");
        await stream.SubscribeAsync(ClusterLoadAssignment, "new");
        await stream.ExpectAndAckAsync("EDS new=1");
        Received routes = await stream.ExpectAsync("RDS r=new");
        await stream.ExpectNothingAsync();
        Assert.NotEqual(2, host.Server.Clients.Clients.Single().SettledNumber);
        await stream.AckAsync(routes);
        await stream.ExpectAndAckAsync(delta ? "CDS -old" : "CDS new=1");
        if (delta)
            await stream.ExpectAndAckAsync("EDS -old");
        await stream.ExpectNothingAsync();
        await host.WaitForClientsAsync(clients => clients.Single().SettledNumber == 2);
    }

    [Theory, BothVariants]
    public async Task A_cluster_that_no_route_waits_for_goes_at_once(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        using ProtocolStream stream = await ConnectAsync(host, variant);
        host.Set(2, Listener("l"), Route("r"));
        await stream.ExpectAndAckAsync(variant == XdsVariant.Delta ? "CDS -a" : "CDS");
    }

    [Theory, BothVariants]
    public async Task A_cluster_goes_at_once_when_the_changed_routes_turn_out_to_be_none_of_the_clients(
        XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        using ProtocolStream stream = await ConnectAsync(host, variant);
        host.Set(2, Listener("l", "2"), Route("r"), Route("of others", "2"));
        await stream.ExpectAndAckAsync("LDS l=2");
        await stream.ExpectAndAckAsync(variant == XdsVariant.Delta ? "CDS -a" : "CDS");
    }

    [Theory, BothVariants]
    public async Task A_cluster_that_comes_and_goes_before_its_endpoints_were_asked_for_holds_nothing_up(
        XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        using ProtocolStream stream = await ConnectAsync(host, variant);
        host.Set(2, Cluster("a"), Cluster("b"), Endpoints("a"), Endpoints("b"), Listener("l"), Route("r"));
        await stream.ExpectAndAckAsync(variant == XdsVariant.Delta ? "CDS b=1" : "CDS a=1 b=1");
        await stream.ExpectNothingAsync();
        host.Set(3, Cluster("a"), Endpoints("a"), Listener("l"), Route("r", "3"));
        await stream.ExpectAndAckAsync("RDS r=3");
        await stream.ExpectAndAckAsync(variant == XdsVariant.Delta ? "CDS -b" : "CDS a=1");
        await host.WaitForClientsAsync(clients => clients.Single().SettledNumber == 3);
    }

    [Theory, BothVariants]
    public async Task Rejected_routes_hold_removals_for_a_bounded_time_only(XdsVariant variant)
    {
        bool delta = variant == XdsVariant.Delta;
        await using AdsHost host = await AdsHost.StartAsync();
        using ProtocolStream stream = await ConnectAsync(host, variant);
        host.Set(2, Cluster("b"), Endpoints("a"), Listener("l"), Route("r", "b"));
        await stream.ExpectAndAckAsync(delta ? "CDS b=1" : "CDS a=1 b=1");
        await stream.NackAsync(await stream.ExpectAsync("RDS r=b"), "no");
        await stream.ExpectNothingAsync();
        host.Time.Advance(OrderTimeout);
        await stream.ExpectAndAckAsync(delta ? "CDS -a" : "CDS b=1");
        await stream.ExpectNothingAsync();
    }

    [Theory, BothVariants]
    public async Task What_a_client_asks_for_is_answered_without_waiting_for_other_types(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Endpoints("a"), Listener("l"), Route("r"), Route("s"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        await stream.ExpectAsync("CDS a=1");
        await stream.SubscribeAsync(TypeUrl.Listener);
        await stream.ExpectAsync("LDS l=1");
        await stream.SubscribeAsync(RouteConfiguration, "r");
        await stream.ExpectAndAckAsync("RDS r=1");
        await stream.SubscribeAsync(RouteConfiguration, "s");
        await stream.ExpectAndAckAsync("RDS s=1");
    }

    [Theory, BothVariants]
    public async Task A_change_of_endpoints_alone_sends_these_endpoints_alone(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Cluster("b"), Endpoints("a"), Endpoints("b"), Listener("l"), Route("r"));
        using ProtocolStream stream = host.Open(variant);
        await SubscribeToAllAsync(stream, "CDS a=1 b=1", "EDS a=1", "a", "RDS r=1");
        await stream.SubscribeAsync(ClusterLoadAssignment, "b");
        await stream.ExpectAndAckAsync("EDS b=1");
        Assert.True(host.Cache.Update(
            TestClassifier.DefaultGroup, 2, ClusterLoadAssignment, [Endpoints("b", "2")], []));
        await stream.ExpectAndAckAsync("EDS b=2");
        await stream.ExpectNothingAsync();
        Assert.False(host.Cache.Update(
            TestClassifier.DefaultGroup, 3, ClusterLoadAssignment, [Endpoints("b", "2")], []));
        await stream.ExpectNothingAsync();
        await host.WaitForClientsAsync(clients => clients.Single().SettledNumber == 3);
    }

    private static async Task<ProtocolStream> ConnectAsync(AdsHost host, XdsVariant variant)
    {
        host.Set(1, Cluster("a"), Endpoints("a"), Listener("l"), Route("r"));
        ProtocolStream stream = host.Open(variant);
        await SubscribeToAllAsync(stream, "CDS a=1", "EDS a=1", "a", "RDS r=1");
        return stream;
    }

    private static async Task SubscribeToAllAsync(
        ProtocolStream stream, string clusters, string endpoints, string endpointsName, string routes)
    {
        await stream.SubscribeAsync(TypeUrl.Cluster);
        await stream.ExpectAndAckAsync(clusters);
        await stream.SubscribeAsync(ClusterLoadAssignment, endpointsName);
        await stream.ExpectAndAckAsync(endpoints);
        await stream.SubscribeAsync(TypeUrl.Listener);
        await stream.ExpectAndAckAsync("LDS l=1");
        await stream.SubscribeAsync(RouteConfiguration, "r");
        await stream.ExpectAndAckAsync(routes);
    }
}
