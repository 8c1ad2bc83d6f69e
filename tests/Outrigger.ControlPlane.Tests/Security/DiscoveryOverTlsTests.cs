using Envoy.Service.Discovery.V3;
using Envoy.Service.Status.V3;
using Grpc.Core;
using Grpc.Net.Client;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.ControlPlane.Tests.Security;

/// <summary>Over TLS a proxy is who its certificate says, and gets what is for that one.</summary>
public sealed class DiscoveryOverTlsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proxy_gets_the_trust_bundle_for_the_identity_that_it_proved()
    {
        await using var test = await StartAsync("reviews");
        await using var stream = new SecureStream(test.Workload.Connect(), "reviews", "pod-1");
        var (bundle, _) = await stream.NextBundleAsync();
        Assert.Equal(test.ControlPlane.TrustBundle, bundle);
    }

    [Fact]
    public async Task Without_a_certificate_there_is_no_discovery()
    {
        await using var test = await StartAsync("reviews");
        using var stranger = new TestWorkload(test.ControlPlane);
        await using var stream = new SecureStream(stranger.Connect(), "reviews", "pod-1");
        Assert.Equal(StatusCode.Unauthenticated, (await stream.Ended).StatusCode);
    }

    [Fact]
    public async Task Who_proved_nothing_is_turned_away_before_it_has_said_anything()
    {
        await using var test = await StartAsync("reviews");
        using var stranger = new TestWorkload(test.ControlPlane);
        using var channel = stranger.Connect();
        using var call = new AggregatedDiscoveryService.AggregatedDiscoveryServiceClient(channel)
            .StreamAggregatedResources(cancellationToken: Cancellation);
        var exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancellation));
        Assert.Equal(StatusCode.Unauthenticated, exception.StatusCode);
    }

    [Theory]
    [InlineData("ratings", "default")]
    [InlineData("reviews", "prod")]
    [InlineData("istio-ingressgateway", "istio-system")]
    public async Task A_node_of_somebody_else_is_refused_naming_both(string account, string objectNamespace)
    {
        await using var test = await StartAsync("reviews");
        using var refusals = new CounterReader("xds.nodes.refused");
        await using var stream = new SecureStream(test.Workload.Connect(), account, "pod-1", objectNamespace);
        var status = await stream.Ended;
        Assert.Equal(StatusCode.PermissionDenied, status.StatusCode);
        Assert.True(refusals.Count > 0);
        Assert.Contains(stream.NodeId, status.Detail, StringComparison.Ordinal);
        Assert.Contains("spiffe://cluster.local/ns/default/sa/reviews", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_clear_text_there_are_no_secrets()
    {
        await using var test = await StartAsync("reviews");
        await using var secure = new SecureStream(test.Workload.Connect(), "reviews", "pod-1");
        await secure.NextBundleAsync();
        await using var clear = new SecureStream(
            GrpcChannel.ForAddress($"http://{test.ControlPlane.XdsEndpoint}"), "reviews", "pod-1");
        // Whoever subscribes to a name that there is not is told so: an answer without the bundle.
        var bundle = clear.NextBundleAsync();
        await using var other = test.ControlPlane.Connect("other");
        await other.WaitForAsync(proxy => proxy.Responses.Count > 0);
        Assert.False(bundle.IsCompleted);
    }

    [Fact]
    public async Task The_status_service_shows_each_its_own_and_no_contents_of_secrets()
    {
        await using var test = await StartAsync("reviews");
        await using var reviews = new SecureStream(test.Workload.Connect(), "reviews", "pod-1");
        await reviews.NextBundleAsync();
        using var workload = new TestWorkload(test.ControlPlane);
        await workload.EnrolAsync(test.Issuer.Issue("ratings", DateTimeOffset.UtcNow));
        await using var ratings = new SecureStream(workload.Connect(), "ratings", "pod-2");
        await ratings.NextBundleAsync();

        using var channel = workload.Connect();
        var seen = await FetchAsync(channel);
        var own = Assert.Single(seen.Config);
        Assert.Equal(ratings.NodeId, own.Node.Id);
        var secret = Assert.Single(own.GenericXdsConfigs, config => config.Name == "ROOTCA");
        Assert.Null(secret.XdsConfig);

        using var stranger = new TestWorkload(test.ControlPlane);
        using var unproved = stranger.Connect();
        var exception = await Assert.ThrowsAsync<RpcException>(() => FetchAsync(unproved));
        Assert.Equal(StatusCode.Unauthenticated, exception.StatusCode);
        using var local = GrpcChannel.ForAddress($"http://{test.ControlPlane.XdsEndpoint}");
        Assert.Equal(2, (await FetchAsync(local)).Config.Count);
    }

    [Fact]
    public async Task A_stream_lives_no_longer_than_its_certificate()
    {
        await using var test = await StartAsync("reviews", TimeSpan.FromSeconds(4));
        await using var stream = new SecureStream(test.Workload.Connect(), "reviews", "pod-1");
        await stream.NextBundleAsync();
        Assert.NotEqual(StatusCode.OK, (await stream.Ended).StatusCode);
        Assert.True(DateTime.UtcNow >= test.Workload.Certificate!.NotAfter.ToUniversalTime());
    }

    private static async Task<ClientStatusResponse> FetchAsync(GrpcChannel channel) =>
        await new ClientStatusDiscoveryService.ClientStatusDiscoveryServiceClient(channel)
            .FetchClientStatusAsync(new ClientStatusRequest(), cancellationToken: Cancellation);

    private static Task<EnrolledWorkload> StartAsync(string account, TimeSpan? lifetime = null) =>
        EnrolledWorkload.StartAsync(account, lifetime);
}
