using System.Net;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath.Http2;

/// <summary>Many streams, long streams, and no garbage.</summary>
public sealed class Http2LoadTests
{
    private const string NoLimits =
        """ "circuitBreakers": { "thresholds": [ { "maxRequests": 100000, "maxPendingRequests": 100000 } ] }, """;

    [Fact]
    public async Task Requests_allocate_nothing_once_warm()
    {
        const int StreamsAtOnce = 10;
        const int RoundsCount = 10_000;
        using var backend = new RawBackend(AnswerFast);
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", VersionPair.Http2Cluster, backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = Connect(endPoint);
        var next = Run(client, 1, 300, StreamsAtOnce);
        await proxy.RunOnWorkerAsync(_ => AllocationTests.RecordEveryMagnitude(proxy.Stats));
        await WorkerGarbage.AssertNoneAsync(proxy, () => Run(client, next, RoundsCount, StreamsAtOnce));
        Assert.Equal((RoundsCount + 300) * StreamsAtOnce, proxy.Count(HttpStat.DownstreamRqCompleted));
        Assert.Equal(1, proxy.Count("c", ClusterStat.UpstreamCxTotal));
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task Ten_thousand_streams_are_open_at_once()
    {
        const int ConnectionsCount = 100;
        const int StreamsEach = 100;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        await using var backend = await KestrelBackend.StartAsync(speaksHttp2: true, context =>
        {
            if (Interlocked.Increment(ref arrived) == ConnectionsCount * StreamsEach)
                all.SetResult();
            return all.Task;
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", NoLimits + VersionPair.Http2Cluster, backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(
            """{ "match": { "prefix": "/" }, "route": { "cluster": "c", "timeout": "60s" } }""");
        var clients = Enumerable.Range(0, ConnectionsCount).Select(_ => Connect(endPoint)).ToList();
        foreach (var client in clients)
            client.Send(Requests(1, StreamsEach));
        await all.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        foreach (var client in clients)
            ReceiveAnswers(client, StreamsEach);
        clients.ForEach(client => client.Dispose());
        Assert.Equal(ConnectionsCount * StreamsEach, proxy.Count("c", ClusterStat.UpstreamRqCompleted));
        await proxy.UntilAsync(_ => proxy.Count(HttpStat.DownstreamCxActive) == 0, "the clients have gone");
        Assert.Empty(proxy.Faults);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_reads_nothing_stops_the_endpoint_and_nobody_else(bool toHttp2)
    {
        const int TotalBytes = 64 * 1024 * 1024;
        var sent = 0L;
        await using var backend = await KestrelBackend.StartAsync(toHttp2, async context =>
        {
            if (context.Request.Headers.ContainsKey("x-small"))
                return;
            for (var total = 0; total < TotalBytes; total += 64 * 1024)
            {
                await context.Response.Body.WriteAsync(new byte[64 * 1024]);
                Interlocked.Add(ref sent, 64 * 1024);
            }
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", toHttp2 ? VersionPair.Http2Cluster : "", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = RawFrames.Connect(endPoint);
        client.Send(RawFrames.Get(1));
        client.ReceiveOnly(RawFrames.Data, 1);
        await BackPressureTests.WaitUntilStalledAsync(proxy, () => Interlocked.Read(ref sent));
        Assert.True(sent < TotalBytes / 4, $"{sent} bytes were taken from the endpoint though nobody reads.");
        var held = await proxy.RunOnWorkerAsync(worker => worker.HeldBytes);
        Assert.True(held < 2 * 1024 * 1024, $"{held} bytes are held.");

        // The others of the endpoint's connection go on.
        using var other = VersionPair.CreateClient(endPoint, speaksHttp2: true);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = HttpVersion.Version20 };
        request.Headers.Add("x-small", "1");
        using var response = await other.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(proxy.Faults);
    }

    private static RawFrames Connect(IPEndPoint endPoint)
    {
        var client = RawFrames.Connect(endPoint);
        client.Send(RawFrames.Frame(RawFrames.WindowUpdate, 0, 0, RawFrames.Number(int.MaxValue - 65_535)));
        return client;
    }

    private static byte[] AnswerFast(int connection, int stream) => RawFrames.Ok(stream, "content");

    private static int Run(RawFrames client, int firstStream, int rounds, int streamsAtOnce)
    {
        for (var round = 0; round < rounds; round++, firstStream += 2 * streamsAtOnce)
        {
            client.Send(Requests(firstStream, streamsAtOnce));
            ReceiveAnswers(client, streamsAtOnce);
        }

        return firstStream;
    }

    private static byte[] Requests(int firstStream, int count) =>
        [.. Enumerable.Range(0, count).SelectMany(index => RawFrames.Get(firstStream + (2 * index)))];

    private static void ReceiveAnswers(RawFrames client, int count)
    {
        while (count > 0)
        {
            Assert.True(client.TryReceive(out var frame));
            Assert.NotEqual(RawFrames.ResetStream, frame.Type);
            Assert.NotEqual(RawFrames.GoAway, frame.Type);
            if (frame.EndsStream)
                count--;
        }
    }
}
