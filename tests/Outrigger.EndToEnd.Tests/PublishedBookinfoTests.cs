using Outrigger.EndToEnd.Tests.Meshes;
using Outrigger.EndToEnd.Tests.Traffic;
using Outrigger.Local.Networking;
using static Outrigger.EndToEnd.Tests.Traffic.ReviewsVersion;

namespace Outrigger.EndToEnd.Tests;

/// <summary>Istio's published Bookinfo YAML, unchanged, steers real traffic between real processes.</summary>
public sealed class PublishedBookinfoTests
{
    private const double Tolerance = 0.03;

    // With so many requests a share of 0.8 is off by more than 0.03 less than once in a million runs (5.5
    // standard deviations).
    private const int SplitRequests = 5400;
    private const int PlainRequests = 1000;

    private static readonly TimeSpan EffectLimit = TimeSpan.FromSeconds(1);

    [Fact]
    public Task Every_published_routing_rule_takes_effect_without_a_failed_request() =>
        FollowRulesAsync("--interception", "none");

    [Fact]
    public Task Every_published_routing_rule_takes_effect_when_traffic_is_redirected()
    {
        var obstacle = NamespaceNetwork.FindObstacle();
        Assert.SkipWhen(obstacle is not null, obstacle ?? "");
        return FollowRulesAsync("--interception", "redirect");
    }

    private static async Task FollowRulesAsync(params string[] arguments)
    {
        await using var mesh =
            await RunningMesh.StartAsync([.. MeshArguments.PublishedBookinfo(), .. arguments]);
        using var client = new BookinfoClient(mesh.Ingress);
        await using var load = BackgroundLoad.Start(mesh.Ingress);

        // Without a rule every version has its turn.
        var shares = await client.ShareAsync(PlainRequests);
        Assert.Equal([V1, V2, V3], shares.Keys.Order());

        await ApplyAsync(mesh, "virtual-service-all-v1");
        Assert.Equal(All(V1), await client.ShareAsync(PlainRequests));

        await ApplyAsync(mesh, "virtual-service-reviews-test-v2");
        Assert.Equal(All(V2), await client.ShareAsync(PlainRequests, "jason"));
        Assert.Equal(All(V1), await client.ShareAsync(PlainRequests));
        Assert.Equal(All(V1), await client.ShareAsync(PlainRequests, "jasons"));

        await ApplyAsync(mesh, "virtual-service-reviews-90-10");
        AssertShares(await client.ShareAsync(SplitRequests), (V1, 0.9), (V2, 0.1));

        await ApplyAsync(mesh, "virtual-service-reviews-80-20");
        AssertShares(await client.ShareAsync(SplitRequests), (V1, 0.8), (V2, 0.2));

        await ApplyAsync(mesh, "virtual-service-reviews-jason-v2-v3");
        Assert.Equal(All(V2), await client.ShareAsync(PlainRequests, "jason"));
        Assert.Equal(All(V3), await client.ShareAsync(PlainRequests));

        await ApplyAsync(mesh, "virtual-service-reviews-v3");
        Assert.Equal(All(V3), await client.ShareAsync(PlainRequests));

        await load.StopAndCheckAsync();
    }

    private static Task ApplyAsync(RunningMesh mesh, string rule) =>
        mesh.ApplyAsync(MeshArguments.Published($"networking/{rule}.yaml"), EffectLimit);

    private static Dictionary<ReviewsVersion, double> All(ReviewsVersion version) =>
        new() { [version] = 1.0 };

    private static void AssertShares(
        IReadOnlyDictionary<ReviewsVersion, double> actual,
        params (ReviewsVersion Version, double Share)[] expected)
    {
        Assert.Equal(expected.Select(pair => pair.Version).Order(), actual.Keys.Order());
        Assert.All(expected, pair =>
            Assert.InRange(actual[pair.Version], pair.Share - Tolerance, pair.Share + Tolerance));
    }
}
