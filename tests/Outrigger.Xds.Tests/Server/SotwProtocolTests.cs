using Outrigger.Xds.Tests.Support;
using static Outrigger.Xds.Tests.Support.TestResource;
using static Outrigger.Xds.TypeUrl;

namespace Outrigger.Xds.Tests.Server;

/// <summary>The rules that only the state-of-the-world variant has.</summary>
public sealed class SotwProtocolTests
{
    [Fact]
    public async Task Clusters_and_listeners_are_always_repeated_as_a_whole()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Cluster("b"), Cluster("c"));
        using SotwStream stream = Open(host);
        await stream.SubscribeAsync(TypeUrl.Cluster, "a", "b");
        await stream.ExpectAndAckAsync("CDS a=1 b=1");
        await stream.SubscribeAsync(TypeUrl.Cluster, "c");
        await stream.ExpectAndAckAsync("CDS a=1 b=1 c=1");
        host.Set(2, Cluster("a"), Cluster("b", "2"));
        await stream.ExpectAndAckAsync("CDS a=1 b=2");
        await stream.ExpectNothingAsync();
    }

    [Fact]
    public async Task Endpoints_and_routes_come_piecemeal()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Endpoints("a"), Endpoints("b"), Endpoints("c"));
        using SotwStream stream = Open(host);
        await stream.SubscribeAsync(ClusterLoadAssignment, "a", "b");
        await stream.ExpectAndAckAsync("EDS a=1 b=1");
        await stream.SubscribeAsync(ClusterLoadAssignment, "c");
        await stream.ExpectAndAckAsync("EDS c=1");
        host.Set(2, Endpoints("a"), Endpoints("b", "2"));
        await stream.ExpectAndAckAsync("EDS b=2");
        await stream.ExpectNothingAsync();
        host.Set(3, Endpoints("a"), Endpoints("b", "2"), Endpoints("c"));
        await stream.ExpectAndAckAsync("EDS c=1");
    }

    [Fact]
    public async Task A_listener_that_does_not_exist_is_told_by_a_response_without_it()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Listener("l"));
        using SotwStream stream = Open(host);
        await stream.SubscribeAsync(TypeUrl.Listener, "nobody");
        await stream.ExpectAndAckAsync("LDS");
        await stream.SubscribeAsync(TypeUrl.Listener, "l");
        await stream.ExpectAndAckAsync("LDS l=1");
        await stream.SubscribeAsync(TypeUrl.Listener, "nobody-else");
        await stream.ExpectAndAckAsync("LDS l=1");
    }

    [Fact]
    public async Task Once_a_name_was_sent_an_empty_list_means_nothing()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Cluster("b"));
        using SotwStream stream = Open(host);
        await stream.SubscribeAsync(TypeUrl.Cluster, "a");
        await stream.ExpectAndAckAsync("CDS a=1");
        await stream.UnsubscribeAsync(TypeUrl.Cluster, "a");
        await stream.ExpectNothingAsync();
        host.Set(2, Cluster("a", "2"), Cluster("b", "2"));
        await stream.ExpectNothingAsync();
        await stream.SubscribeAsync(TypeUrl.Cluster, "*");
        await stream.ExpectAndAckAsync("CDS a=2 b=2");
    }

    [Fact]
    public async Task A_name_ends_the_legacy_wildcard()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Cluster("b"));
        using SotwStream stream = Open(host);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        await stream.ExpectAndAckAsync("CDS a=1 b=1");
        await stream.SubscribeAsync(TypeUrl.Cluster, "b");
        await stream.ExpectAndAckAsync("CDS b=1");
        host.Set(2, Cluster("a", "2"), Cluster("b"));
        await stream.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_request_with_a_stale_nonce_gets_no_reply_but_what_it_lets_go_is_sent_again_later()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Route("r"), Route("s"));
        using SotwStream stream = Open(host);
        await stream.SubscribeAsync(RouteConfiguration, "r");
        Received first = await stream.ExpectAndAckAsync("RDS r=1");
        host.Set(2, Route("r", "2"), Route("s"));
        Received second = await stream.ExpectAsync("RDS r=2");
        await stream.RequestAsync(RouteConfiguration, ["s"], nonce: first.Nonce);
        await stream.ExpectNothingAsync();
        await stream.RequestAsync(RouteConfiguration, ["r", "s"], second.Nonce, second.Version);
        await stream.ExpectAndAckAsync("RDS r=2 s=1");
    }

    [Fact]
    public async Task A_request_without_a_nonce_changes_the_subscription_but_answers_nothing()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Route("r"), Route("s"));
        using SotwStream stream = Open(host);
        await stream.RequestAsync(RouteConfiguration, ["r"], nonce: "");
        await stream.RequestAsync(RouteConfiguration, ["r", "s"], nonce: "");
        Received first = await stream.ExpectAsync("RDS r=1");
        await stream.ExpectNothingAsync();
        await stream.RequestAsync(RouteConfiguration, ["r", "s"], first.Nonce, first.Version);
        await stream.ExpectAsync("RDS s=1");
    }

    [Theory]
    [InlineData("CDS", true)]
    [InlineData("LDS", true)]
    [InlineData("RDS", true)]
    // A client that lost its stream while a cluster was warming still waits for the endpoints.
    [InlineData("EDS", false)]
    public async Task A_reconnected_client_that_holds_the_version_gets_nothing(string shortName, bool isQuiet)
    {
        TypeUrl type = TypeUrlOf(shortName);
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Create(type, "a"), Create(type, "b"), Create(type, "c"));
        string version;
        using (SotwStream before = Open(host))
        {
            await before.SubscribeAsync(type, "a", "b");
            version = (await before.ExpectAndAckAsync($"{shortName} a=1 b=1")).Version;
        }

        using SotwStream same = Open(host);
        await same.RequestAsync(type, ["a", "b"], version: version);
        if (!isQuiet)
            await same.ExpectAndAckAsync($"{shortName} a=1 b=1");
        await same.ExpectNothingAsync();
        host.Set(2, Create(type, "a"), Create(type, "b", "2"), Create(type, "c"));
        await same.ExpectAndAckAsync(type.IsFullState ? $"{shortName} a=1 b=2" : $"{shortName} b=2");
        using SotwStream outdated = Open(host);
        await outdated.RequestAsync(type, ["a", "b"], version: version);
        await outdated.ExpectAndAckAsync($"{shortName} a=1 b=2");
    }

    [Fact]
    public async Task A_reconnected_client_that_holds_the_version_is_still_told_what_does_not_exist()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"));
        string version;
        using (SotwStream before = Open(host))
        {
            await before.SubscribeAsync(TypeUrl.Cluster, "a");
            version = (await before.ExpectAndAckAsync("CDS a=1")).Version;
        }

        using SotwStream after = Open(host);
        await after.RequestAsync(TypeUrl.Cluster, ["a", "b"], version: version);
        await after.ExpectAndAckAsync("CDS a=1");
    }

    [Fact]
    public async Task A_restarted_server_serves_the_same_versions_and_so_nothing()
    {
        string version;
        await using (AdsHost first = await AdsHost.StartAsync())
        {
            first.Set(7, Cluster("b"), Cluster("a"));
            using SotwStream before = Open(first);
            await before.SubscribeAsync(TypeUrl.Cluster);
            version = (await before.ExpectAndAckAsync("CDS a=1 b=1")).Version;
        }

        await using AdsHost second = await AdsHost.StartAsync();
        second.Set(1, Cluster("a"), Cluster("b"));
        using SotwStream after = Open(second);
        await after.RequestAsync(TypeUrl.Cluster, [], version: version);
        await after.ExpectNothingAsync();
        await second.WaitForClientsAsync(clients => clients.Single().Types[0].AcceptedVersion == version);
    }

    [Fact]
    public async Task A_proxyless_client_is_served_in_its_own_order()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(
            1, Listener("greeter"), Route("r"), Cluster("v1"), Cluster("v2"),
            Endpoints("v1"), Endpoints("v2"), Listener("other"), Cluster("other"));
        using SotwStream stream = Open(host);
        await stream.SubscribeAsync(TypeUrl.Listener, "greeter");
        await stream.ExpectAndAckAsync("LDS greeter=1");
        await stream.SubscribeAsync(RouteConfiguration, "r");
        await stream.ExpectAndAckAsync("RDS r=1");
        await stream.SubscribeAsync(TypeUrl.Cluster, "v1", "v2");
        await stream.ExpectAndAckAsync("CDS v1=1 v2=1");
        await stream.SubscribeAsync(ClusterLoadAssignment, "v1", "v2");
        await stream.ExpectAndAckAsync("EDS v1=1 v2=1");
        host.Set(
            2, Listener("greeter"), Route("r", "2"), Cluster("v1"), Cluster("v3"),
            Endpoints("v1"), Endpoints("v3"));
        // The routes that stop using v2 come first, and v2 goes when they were accepted.
        await stream.ExpectAndAckAsync("RDS r=2");
        await stream.ExpectAndAckAsync("CDS v1=1");
        await stream.SubscribeAsync(TypeUrl.Cluster, "v3");
        await stream.ExpectAndAckAsync("CDS v1=1 v3=1");
        await stream.UnsubscribeAsync(TypeUrl.Cluster, "v2");
        await stream.SubscribeAsync(ClusterLoadAssignment, "v3");
        await stream.ExpectAndAckAsync("EDS v3=1");
        await stream.ExpectNothingAsync();
    }

    private static SotwStream Open(AdsHost host) => (SotwStream)host.Open(XdsVariant.StateOfTheWorld);

    private static TypeUrl TypeUrlOf(string shortName) => new[]
    {
        TypeUrl.Cluster, ClusterLoadAssignment, TypeUrl.Listener, RouteConfiguration,
    }.Single(type => type.ShortName == shortName);
}
