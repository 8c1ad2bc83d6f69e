using System.Net;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath.Http2;

/// <summary>What becomes of requests when connections to HTTP/2 endpoints are full, refuse, or go.</summary>
public sealed class Http2UpstreamTests
{
    private const int RefusedStream = 7;
    private const int ConcurrentStreamsMax = 3;

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_stream_that_was_refused_is_sent_again(string method)
    {
        var refusals = 1;
        using var backend = new RawBackend((_, stream) => Interlocked.Decrement(ref refusals) >= 0
            ? RawFrames.Frame(RawFrames.ResetStream, 0, stream, RawFrames.Number(RefusedStream))
            : RawFrames.Ok(stream, "hello"));
        await using var proxy = await StartAsync(backend);
        Assert.Equal("hello", await proxy.SendAsync(method));
        Assert.Equal(1, proxy.Harness.Count("c", ClusterStat.UpstreamRqRetry));
        Assert.Equal(1, proxy.Harness.Count("c", ClusterStat.UpstreamRqRetrySuccess));
    }

    [Fact]
    public async Task A_stream_that_is_refused_again_and_again_is_given_up()
    {
        using var backend = new RawBackend(
            (_, stream) => RawFrames.Frame(RawFrames.ResetStream, 0, stream, RawFrames.Number(RefusedStream)));
        await using var proxy = await StartAsync(backend);
        using var response = await proxy.Client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(2, proxy.Harness.Count("c", ClusterStat.UpstreamRqRetry));
    }

    [Fact]
    public async Task A_stream_beyond_the_last_of_a_GOAWAY_is_sent_again_on_another_connection()
    {
        using var backend = new RawBackend((connection, stream) => connection == 1
            ? RawFrames.Frame(RawFrames.GoAway, 0, 0, new byte[8])
            : RawFrames.Ok(stream, $"from {connection}"));
        await using var proxy = await StartAsync(backend);
        Assert.Equal("from 2", await proxy.SendAsync("GET"));
        Assert.Equal("from 2", await proxy.SendAsync("GET"));
        Assert.Equal(1, proxy.Harness.Count("c", ClusterStat.UpstreamCxCloseNotify));
        await proxy.Harness.UntilAsync(
            _ => proxy.Harness.Count("c", ClusterStat.UpstreamCxActive) == 1, "the connection that said so has ended");
    }

    [Fact]
    public async Task A_stream_up_to_the_last_of_a_GOAWAY_is_answered_still()
    {
        using var backend = new RawBackend((connection, stream) =>
        [
            .. RawFrames.Frame(RawFrames.GoAway, 0, 0, [0, 0, 0, (byte)stream, 0, 0, 0, 0]),
            .. RawFrames.Ok(stream, $"from {connection}"),
        ]);
        await using var proxy = await StartAsync(backend);
        Assert.Equal("from 1", await proxy.SendAsync("GET"));
        Assert.Equal("from 2", await proxy.SendAsync("GET"));
        Assert.Equal(0, proxy.Harness.Count("c", ClusterStat.UpstreamRqRetry));
    }

    [Fact]
    public async Task A_full_connection_makes_another_be_opened()
    {
        var release = new TaskCompletionSource();
        var arrived = 0;
        const int RequestsCount = 10;
        await using var backend = await KestrelBackend.StartAsync(
            speaksHttp2: true,
            async context =>
            {
                if (Interlocked.Increment(ref arrived) == RequestsCount)
                    release.SetResult();
                await release.Task;
            },
            options => options.Limits.Http2.MaxStreamsPerConnection = ConcurrentStreamsMax);
        await using var proxy = await StartAsync(backend.EndPoint);
        var answers = Enumerable.Range(0, RequestsCount).Select(_ => proxy.SendAsync("GET")).ToArray();
        await Task.WhenAll(answers).WaitAsync(ProxyHarness.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(4, proxy.Harness.Count("c", ClusterStat.UpstreamCxHttp2Total));
        Assert.Equal(0, proxy.Harness.Count("c", ClusterStat.UpstreamRqPendingActive));
    }

    [Fact]
    public async Task An_endpoint_that_speaks_another_protocol_is_no_endpoint()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("hello"));
        await using var proxy = await StartAsync(backend.EndPoint);
        using var response = await proxy.Client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Empty(proxy.Harness.Faults);
    }

    [Fact]
    public async Task An_idle_connection_ends_in_time()
    {
        using var backend = new RawBackend((_, stream) => RawFrames.Ok(stream, "hello"));
        await using var proxy = await StartAsync(backend.EndPoint, """ "commonHttpProtocolOptions": { "idleTimeout": "0.1s" }, """);
        Assert.Equal("hello", await proxy.SendAsync("GET"));
        await proxy.Harness.UntilAsync(
            _ => proxy.Harness.Count("c", ClusterStat.UpstreamCxActive) == 0, "the connection has ended");
        Assert.Equal(1, proxy.Harness.Count("c", ClusterStat.UpstreamCxIdleTimeout));
    }

    [Fact]
    public async Task A_connection_carries_no_more_requests_than_it_may()
    {
        using var backend = new RawBackend((connection, stream) => RawFrames.Ok(stream, $"from {connection}"));
        await using var proxy = await StartAsync(
            backend.EndPoint, """ "commonHttpProtocolOptions": { "maxRequestsPerConnection": 2 }, """);
        var answers = new List<string>();
        for (var request = 0; request < 5; request++)
            answers.Add(await proxy.SendAsync("GET"));
        Assert.Equal(["from 1", "from 1", "from 2", "from 2", "from 3"], answers);
        Assert.Equal(2, proxy.Harness.Count("c", ClusterStat.UpstreamCxMaxRequests));
    }

    private static Task<Http2Proxy> StartAsync(RawBackend backend) => StartAsync(backend.EndPoint);

    private static async Task<Http2Proxy> StartAsync(IPEndPoint endPoint, string options = "")
    {
        var harness = new ProxyHarness();
        harness.Cluster("c", VersionPair.ClusterOptions(""" "http2ProtocolOptions": {} """, options), endPoint);
        return new Http2Proxy(harness, await harness.ListenHttpAsync(ProxyHarness.RouteTo("c")));
    }

    private sealed class Http2Proxy(ProxyHarness harness, IPEndPoint endPoint) : IAsyncDisposable
    {
        public ProxyHarness Harness => harness;

        public HttpClient Client { get; } = VersionPair.CreateClient(endPoint, speaksHttp2: true);

        public async Task<string> SendAsync(string method)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/")
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        public ValueTask DisposeAsync()
        {
            Client.Dispose();
            harness.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
