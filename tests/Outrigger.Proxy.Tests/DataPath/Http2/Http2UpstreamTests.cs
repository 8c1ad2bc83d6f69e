using System.Net;
using System.Net.Sockets;
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

    [Fact]
    public async Task A_stream_that_waits_for_room_on_a_connection_that_breaks_goes_to_another()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.ReceiveBufferSize = 4096;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var harness = new ProxyHarness();
        harness.Cluster("c", VersionPair.ClusterOptions(""" "http2ProtocolOptions": {} """), (IPEndPoint)listener.LocalEndPoint!);
        var endPoint = await harness.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var upload = await Wire.ConnectAsync(endPoint);
        await upload.SendAsync("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000\r\n\r\n");
        using var first = new RawFrames(await listener.AcceptAsync(TestContext.Current.CancellationToken));
        first.Send(
        [
            .. RawFrames.Frame(RawFrames.Settings, 0, 0, RawFrames.Setting(4, int.MaxValue)),
            .. RawFrames.Frame(RawFrames.WindowUpdate, 0, 0, RawFrames.Number(1 << 30)),
        ]);
        // The endpoint reads nothing, so at last the proxy can write nothing, and takes nothing.
        upload.Socket.Blocking = false;
        var isFull = 0;
        await harness.UntilAsync(
            worker =>
            {
                upload.Socket.Send(new byte[64 * 1024], SocketFlags.None, out var error);
                isFull = error == SocketError.WouldBlock && worker.HeldBytes > 0 ? isFull + 1 : 0;
                return isFull == 500;
            },
            "the connection is full");

        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n");
        await harness.UntilAsync(_ => harness.Count("c", ClusterStat.UpstreamRqActive) == 2, "the second request waits");
        first.Dispose();
        using var second = new RawFrames(await listener.AcceptAsync(TestContext.Current.CancellationToken));
        second.Send(RawFrames.Frame(RawFrames.Settings, 0, 0, default));
        Assert.True(second.TrySkipPreface());
        Assert.True(second.ReceiveOnly(RawFrames.Headers, 1).EndsStream);
        second.Send(RawFrames.Ok(1, "hello"));
        Assert.StartsWith("HTTP/1.1 200 ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
        Assert.Empty(harness.Faults);
    }

    [Fact]
    public async Task Connections_that_take_no_streams_are_not_opened_without_end()
    {
        const ushort ConcurrentStreams = 3;
        using var backend = new RawBackend((_, _) => [], RawFrames.Setting(ConcurrentStreams, 0));
        await using var proxy = await StartAsync(backend);
        var answer = proxy.Client.GetAsync("/", TestContext.Current.CancellationToken);
        await proxy.Harness.UntilAsync(
            _ => proxy.Harness.Count("c", ClusterStat.UpstreamCxHttp2Total) > 0, "the first connection");
        for (var round = 0; round < 3_000; round++)
            await proxy.Harness.RunOnWorkerAsync(_ => 0);
        Assert.Equal(1, backend.ConnectionsCount);
        Assert.False(answer.IsCompleted);
    }

    [Fact]
    public async Task A_connection_that_is_opened_while_its_endpoint_goes_ends_with_its_request()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var harness = new ProxyHarness();
        harness.Cluster("c", VersionPair.ClusterOptions(""" "http2ProtocolOptions": {} """), (IPEndPoint)listener.LocalEndPoint!);
        using var client = await Wire.ConnectAsync(await harness.ListenHttpAsync(ProxyHarness.RouteTo("c")));
        await client.SendAsync("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        using var endpoint = new RawFrames(await listener.AcceptAsync(TestContext.Current.CancellationToken));
        await harness.UntilAsync(_ => harness.Count("c", ClusterStat.UpstreamCxHttp2Total) == 1, "the connection");
        harness.Endpoints("c");
        harness.Pool.RefreshEndpoints();
        await harness.RunOnWorkerAsync(_ => 0);
        Assert.True(endpoint.TrySkipPreface());
        endpoint.Send(RawFrames.Frame(RawFrames.Settings, 0, 0, default));
        endpoint.ReceiveOnly(RawFrames.Headers, 1);
        endpoint.Send(RawFrames.Ok(1, "hello"));
        Assert.StartsWith("HTTP/1.1 200 ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
        await harness.UntilAsync(_ => harness.Count("c", ClusterStat.UpstreamCxActive) == 0, "no connection is left");
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
