using Outrigger.Xds.Tests.Support;
using static Outrigger.Xds.Tests.Support.TestResource;
using static Outrigger.Xds.TypeUrl;

namespace Outrigger.Xds.Tests.Server;

/// <summary>What subscriptions select, in both variants.</summary>
public sealed class SubscriptionTests
{
    [Theory, BothVariants]
    public async Task A_first_request_without_names_gets_all_clusters_and_all_listeners(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Cluster("b", "2"), Listener("l"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        await stream.ExpectAndAckAsync("CDS a=1 b=2");
        await stream.SubscribeAsync(TypeUrl.Listener);
        await stream.ExpectAndAckAsync("LDS l=1");
        await stream.ExpectNothingAsync();
    }

    [Theory, BothVariants]
    public async Task A_wildcard_on_nothing_gets_an_empty_answer_so_that_the_client_can_go_on(
        XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1);
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        await stream.ExpectAndAckAsync("CDS");
        await stream.ExpectNothingAsync();
    }

    [Theory, BothVariants]
    public async Task A_star_gets_everything_of_any_type(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Endpoints("a"), Endpoints("b"), Cluster("c"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(ClusterLoadAssignment, "*");
        await stream.ExpectAndAckAsync("EDS a=1 b=1");
        await stream.SubscribeAsync(TypeUrl.Cluster, "*");
        await stream.ExpectAndAckAsync("CDS c=1");
        host.Set(2, Endpoints("a"), Endpoints("b", "2"), Cluster("c"));
        await stream.ExpectAndAckAsync("EDS b=2");
    }

    [Theory, BothVariants]
    public async Task Without_names_endpoints_and_routes_subscribe_to_nothing(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Endpoints("a"), Route("r"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(ClusterLoadAssignment);
        await stream.SubscribeAsync(RouteConfiguration);
        await stream.ExpectNothingAsync();
    }

    [Theory, BothVariants]
    public async Task Names_get_these_and_no_others(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(
            1, Cluster("a"), Cluster("b"), Listener("l"), Listener("m"),
            Endpoints("a"), Route("r"), Route("s"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(TypeUrl.Listener, "l");
        await stream.ExpectAndAckAsync("LDS l=1");
        await stream.SubscribeAsync(RouteConfiguration, "r");
        await stream.ExpectAndAckAsync("RDS r=1");
        await stream.SubscribeAsync(TypeUrl.Cluster, "a");
        await stream.ExpectAndAckAsync("CDS a=1");
        await stream.SubscribeAsync(ClusterLoadAssignment, "a");
        await stream.ExpectAndAckAsync("EDS a=1");
        host.Set(
            2, Cluster("a"), Cluster("b", "2"), Listener("l"), Listener("m", "2"), Endpoints("a"), Route("r"),
            Route("s", "2"));
        await stream.ExpectNothingAsync();
    }

    [Theory, BothVariants]
    public async Task A_name_let_go_and_asked_for_again_is_sent_again_though_unchanged(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Route("r"), Route("s"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(RouteConfiguration, "r", "s");
        await stream.ExpectAndAckAsync("RDS r=1 s=1");
        await stream.UnsubscribeAsync(RouteConfiguration, "s");
        await stream.ExpectNothingAsync();
        await stream.SubscribeAsync(RouteConfiguration, "s");
        await stream.ExpectAndAckAsync("RDS s=1");
        await stream.ExpectNothingAsync();
    }

    [Theory, BothVariants]
    public async Task A_name_let_go_is_not_sent_when_it_changes(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Endpoints("a"), Endpoints("b"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(ClusterLoadAssignment, "a", "b");
        await stream.ExpectAndAckAsync("EDS a=1 b=1");
        await stream.UnsubscribeAsync(ClusterLoadAssignment, "a", "b");
        await stream.ExpectNothingAsync();
        host.Set(2, Endpoints("a", "2"), Endpoints("b", "2"));
        await stream.ExpectNothingAsync();
    }

    [Theory, BothVariants]
    public async Task A_resource_that_appears_after_it_was_asked_for_is_sent(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1);
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(ClusterLoadAssignment, "a");
        if (variant == XdsVariant.Delta)
            await stream.ExpectAndAckAsync("EDS -a");
        await stream.ExpectNothingAsync();
        host.Set(2, Endpoints("a"));
        await stream.ExpectAndAckAsync("EDS a=1");
    }

    [Theory, BothVariants]
    public async Task A_client_whose_group_has_no_snapshot_yet_is_answered_when_it_gets_one(
        XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        await host.WaitForClientsAsync(clients => clients.Count == 1);
        host.Set(1, Cluster("a"));
        await stream.ExpectAndAckAsync("CDS a=1");
    }

    [Theory, BothVariants]
    public async Task An_unknown_type_is_not_answered_but_known_to_the_status(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1);
        using ProtocolStream stream = host.Open(variant);
        var unknown = new TypeUrl("type.googleapis.com/nobody.Knows");
        await stream.SubscribeAsync(unknown, "x", "*");
        await stream.ExpectNothingAsync();
        await host.WaitForClientsAsync(clients =>
            clients[0].Types.Any(type => type.Type == unknown && type.IsWildcard && type.NameCount == 1));
    }

    [Theory, BothVariants]
    public async Task Groups_get_their_own_snapshots(XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Cache.Set(new("red"), Snapshot(1, Cluster("r")));
        host.Cache.Set(new("blue"), Snapshot(1, Cluster("b")));
        using ProtocolStream red = host.Open(variant, "red/1");
        using ProtocolStream blue = host.Open(variant, "blue/1");
        await red.SubscribeAsync(TypeUrl.Cluster);
        await red.ExpectAndAckAsync("CDS r=1");
        await blue.SubscribeAsync(TypeUrl.Cluster);
        await blue.ExpectAndAckAsync("CDS b=1");
        host.Cache.Set(new("red"), Snapshot(2, Cluster("r", "2")));
        await red.ExpectAndAckAsync("CDS r=2");
        await blue.ExpectNothingAsync();
    }
}
