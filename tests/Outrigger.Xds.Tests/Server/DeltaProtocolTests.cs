using Outrigger.Xds.Tests.Support;
using static Outrigger.Xds.Tests.Support.TestResource;
using static Outrigger.Xds.TypeUrl;

namespace Outrigger.Xds.Tests.Server;

/// <summary>The rules that only the delta variant has.</summary>
public sealed class DeltaProtocolTests
{
    [Fact]
    public async Task Only_what_changed_or_went_is_sent()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Cluster("b"), Cluster("c"));
        using DeltaStream stream = Open(host);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        await stream.ExpectAndAckAsync("CDS a=1 b=1 c=1");
        host.Set(2, Cluster("a"), Cluster("b", "2"), Cluster("d"));
        await stream.ExpectAndAckAsync("CDS b=2 d=1 -c");
        await stream.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told_as_removed_once()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Route("r"));
        using DeltaStream stream = Open(host);
        await stream.SubscribeAsync(RouteConfiguration, "r", "nobody");
        await stream.ExpectAndAckAsync("RDS r=1 -nobody");
        host.Set(2, Route("r", "2"));
        await stream.ExpectAndAckAsync("RDS r=2");
    }

    [Fact]
    public async Task A_name_asked_for_again_is_sent_again_though_the_client_has_it()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Endpoints("a"), Cluster("c"), Cluster("d"));
        using DeltaStream stream = Open(host);
        await stream.SubscribeAsync(ClusterLoadAssignment, "a");
        await stream.ExpectAndAckAsync("EDS a=1");
        await stream.SubscribeAsync(ClusterLoadAssignment, "a");
        await stream.ExpectAndAckAsync("EDS a=1");
        await stream.SubscribeAsync(TypeUrl.Cluster, "*");
        await stream.ExpectAndAckAsync("CDS c=1 d=1");
        await stream.SubscribeAsync(TypeUrl.Cluster, "d");
        await stream.ExpectAndAckAsync("CDS d=1");
        await stream.ExpectNothingAsync();
    }

    [Fact]
    public async Task Letting_go_of_a_name_that_the_wildcard_covers_is_answered()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Cluster("b"));
        using DeltaStream stream = Open(host);
        await stream.SubscribeAsync(TypeUrl.Cluster, "*", "a", "nobody");
        await stream.ExpectAndAckAsync("CDS a=1 b=1 -nobody");
        await stream.UnsubscribeAsync(TypeUrl.Cluster, "a");
        await stream.ExpectAndAckAsync("CDS a=1");
        await stream.UnsubscribeAsync(TypeUrl.Cluster, "nobody");
        await stream.ExpectAndAckAsync("CDS -nobody");
        await stream.ExpectNothingAsync();
    }

    [Fact]
    public async Task Names_join_the_legacy_wildcard_until_it_is_let_go()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Cluster("b"));
        using DeltaStream stream = Open(host);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        await stream.ExpectAndAckAsync("CDS a=1 b=1");
        await stream.SubscribeAsync(TypeUrl.Cluster, "a");
        await stream.ExpectAndAckAsync("CDS a=1");
        host.Set(2, Cluster("a"), Cluster("b", "2"));
        await stream.ExpectAndAckAsync("CDS b=2");
        await stream.UnsubscribeAsync(TypeUrl.Cluster, "*");
        await stream.ExpectNothingAsync();
        host.Set(3, Cluster("a", "3"), Cluster("b", "3"));
        await stream.ExpectAndAckAsync("CDS a=3");
        await stream.UnsubscribeAsync(TypeUrl.Cluster, "a");
        await stream.ExpectNothingAsync();
        host.Set(4, Cluster("a", "4"), Cluster("b", "4"));
        await stream.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_subscription_beside_a_stale_nonce_is_honoured()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Route("r"), Route("s"));
        using DeltaStream stream = Open(host);
        await stream.SubscribeAsync(RouteConfiguration, "r");
        await stream.ExpectAndAckAsync("RDS r=1");
        var request = new Envoy.Service.Discovery.V3.DeltaDiscoveryRequest
        {
            TypeUrl = RouteConfiguration.Value,
            ResponseNonce = "made-up",
        };
        request.ResourceNamesSubscribe.Add("s");
        await stream.SendAsync(request);
        await stream.ExpectAndAckAsync("RDS s=1");
    }

    [Theory]
    [InlineData("CDS")]
    [InlineData("EDS")]
    [InlineData("LDS")]
    [InlineData("RDS")]
    public async Task A_reconnected_client_gets_only_differences_and_removals(string shortName)
    {
        TypeUrl type = new[] { TypeUrl.Cluster, ClusterLoadAssignment, TypeUrl.Listener, RouteConfiguration }
            .Single(candidate => candidate.ShortName == shortName);
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Create(type, "a"), Create(type, "b"), Create(type, "c"));
        IReadOnlyDictionary<string, string> versions;
        using (DeltaStream before = Open(host))
        {
            await before.SubscribeAsync(type, "a", "b", "c");
            await before.ExpectAndAckAsync($"{shortName} a=1 b=1 c=1");
            versions = before.LastVersions;
        }

        using (DeltaStream same = Open(host))
        {
            await same.ResumeAsync(type, ["a", "b", "c"], versions);
            await same.ExpectNothingAsync();
        }

        host.Set(2, Create(type, "a"), Create(type, "b", "2"), Create(type, "d"));
        using DeltaStream after = Open(host);
        await after.ResumeAsync(type, ["a", "b", "c", "d", "e"], versions);
        await after.ExpectAndAckAsync($"{shortName} b=2 d=1 -c -e");
        await after.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wildcard_resumes_with_the_versions_that_the_client_holds(bool isExplicit)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Cluster("b"), Cluster("c"));
        string[] names = isExplicit ? ["*"] : [];
        IReadOnlyDictionary<string, string> versions;
        using (DeltaStream before = Open(host))
        {
            await before.SubscribeAsync(TypeUrl.Cluster, names);
            await before.ExpectAndAckAsync("CDS a=1 b=1 c=1");
            versions = before.LastVersions;
        }

        using (DeltaStream same = Open(host))
        {
            await same.ResumeAsync(TypeUrl.Cluster, names, versions);
            await same.ExpectNothingAsync();
            await host.WaitForClientsAsync(clients => clients.Any(client => client.SettledNumber == 1));
        }

        host.Set(2, Cluster("a"), Cluster("b", "2"), Cluster("d"));
        using DeltaStream after = Open(host);
        await after.ResumeAsync(TypeUrl.Cluster, names, versions);
        await after.ExpectAndAckAsync("CDS b=2 d=1 -c");
    }

    [Fact]
    public async Task Endpoints_are_sent_though_the_client_holds_them_when_their_cluster_changed_meanwhile()
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Cluster("b"), Endpoints("a"), Endpoints("b"));
        IReadOnlyDictionary<string, string> clusters;
        IReadOnlyDictionary<string, string> endpoints;
        using (DeltaStream before = Open(host))
        {
            await before.SubscribeAsync(TypeUrl.Cluster);
            await before.ExpectAndAckAsync("CDS a=1 b=1");
            clusters = before.LastVersions;
            await before.SubscribeAsync(ClusterLoadAssignment, "a", "b");
            await before.ExpectAndAckAsync("EDS a=1 b=1");
            endpoints = before.LastVersions;
        }

        host.Set(2, Cluster("a"), Cluster("b", "2"), Endpoints("a"), Endpoints("b"));
        using DeltaStream after = Open(host);
        await after.ResumeAsync(TypeUrl.Cluster, [], clusters);
        await after.ExpectAndAckAsync("CDS b=2");
        await after.ResumeAsync(ClusterLoadAssignment, ["a", "b"], endpoints);
        await after.ExpectAndAckAsync("EDS b=1");
        await after.ExpectNothingAsync();
    }

    private static DeltaStream Open(AdsHost host) => (DeltaStream)host.Open(XdsVariant.Delta);
}
