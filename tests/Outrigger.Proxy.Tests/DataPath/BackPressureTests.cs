using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>A slow side stops the other one, and the proxy holds no more than its buffers.</summary>
public sealed class BackPressureTests
{
    private const int TotalBytes = 64 * 1024 * 1024;

    [Theory]
    [InlineData("content-length: 67108864\r\n\r\n", false)]
    [InlineData("transfer-encoding: chunked\r\n\r\n", true)]
    public async Task A_slow_client_stops_the_endpoint(string framing, bool isChunked)
    {
        var sent = 0L;
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveHeadAsync();
            await wire.SendAsync("HTTP/1.1 200 OK\r\n" + framing);
            var piece = Piece(isChunked);
            for (var total = 0; total < TotalBytes; total += 64 * 1024)
            {
                await wire.SendAsync(piece);
                Interlocked.Add(ref sent, 64 * 1024);
            }

            if (isChunked)
                await wire.SendAsync("0\r\n\r\n");
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint, receiveBufferBytes: 64 * 1024);
        await client.SendAsync("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        await client.ReceiveHeadAsync();
        await WaitUntilStalledAsync(proxy, () => Interlocked.Read(ref sent));
        Assert.True(sent < TotalBytes / 2, $"{sent} bytes were taken from the endpoint though nobody reads.");
        Assert.True(await BufferedBlocksAsync(proxy) <= 4);

        Assert.Equal(TotalBytes, await CountAsync(client, isChunked));
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task A_slow_endpoint_stops_the_client()
    {
        var release = new TaskCompletionSource();
        using var backend = new ScriptedBackend(async wire =>
        {
            wire.Socket.ReceiveBufferSize = 64 * 1024;
            await wire.ReceiveHeadAsync();
            await release.Task;
            var received = await wire.DiscardAsync(TotalBytes);
            await wire.SendAsync(ScriptedBackend.Ok(received.ToString()));
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync($"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: {TotalBytes}\r\n\r\n");
        var sent = 0L;
        var sending = Task.Run(async () =>
        {
            var piece = new byte[64 * 1024];
            for (var total = 0; total < TotalBytes; total += piece.Length)
            {
                await client.SendAsync(piece);
                Interlocked.Add(ref sent, piece.Length);
            }
        }, TestContext.Current.CancellationToken);
        await WaitUntilStalledAsync(proxy, () => Interlocked.Read(ref sent));
        Assert.True(sent < TotalBytes / 2, $"{sent} bytes were taken from the client though the endpoint does not read.");
        Assert.True(await BufferedBlocksAsync(proxy) <= 4);
        release.SetResult();
        await sending;
        Assert.EndsWith($"\r\n\r\n{TotalBytes}", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(32 * 1024, false)]
    [InlineData(1024 * 1024, true)]
    public async Task Buffers_grow_for_content_as_far_as_the_limit_allows(int limitBytes, bool grows)
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveHeadAsync();
            await wire.SendAsync($"HTTP/1.1 200 OK\r\ncontent-length: {TotalBytes}\r\n\r\n");
            for (var total = 0; total < TotalBytes; total += 1024 * 1024)
                await wire.SendAsync(new byte[1024 * 1024]);
        });
        using var proxy = new ProxyHarness();
        var limit = $"\"perConnectionBufferLimitBytes\": {limitBytes},";
        proxy.Cluster("c", limit, backend.EndPoint);
        proxy.Listener(ProxyHarness.HttpListenerJson("http", ProxyHarness.RouteTo("c"), listener: limit));
        await proxy.ApplyAsync();
        using var client = await Wire.ConnectAsync(await proxy.EndPointAsync("http"), receiveBufferBytes: 64 * 1024);
        await client.SendAsync("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        await client.ReceiveHeadAsync();
        await WaitUntilStalledAsync(proxy, () => proxy.Count("c", ClusterStat.UpstreamCxRxBytesTotal));
        Assert.Equal(grows, await proxy.RunOnWorkerAsync(worker => worker.Loop.LargeBuffers.RentedCount) > 0);
        Assert.Equal(TotalBytes, await client.DiscardAsync(TotalBytes));
    }

    internal static async Task WaitUntilStalledAsync(ProxyHarness proxy, Func<long> progress)
    {
        // Stalled: no progress over many rounds of the worker, with time in between for everybody else.
        var still = 0;
        var last = -1L;
        var deadline = Environment.TickCount64 + (long)ProxyHarness.Patience.TotalMilliseconds;
        while (still < 2_000)
        {
            Assert.True(Environment.TickCount64 < deadline, "It never stalls.");
            await proxy.RunOnWorkerAsync(_ => 0);
            var now = progress();
            still = now == last ? still + 1 : 0;
            last = now;
        }
    }

    private static byte[] Piece(bool isChunked)
    {
        var payload = new byte[64 * 1024];
        return isChunked ? [.. "10000\r\n"u8, .. payload, .. "\r\n"u8] : payload;
    }

    private static Task<int> BufferedBlocksAsync(ProxyHarness proxy) => proxy.RunOnWorkerAsync(worker =>
        worker.Loop.Buffers.RentedCount + worker.Loop.LargeBuffers.RentedCount);

    private static async Task<long> CountAsync(Wire client, bool isChunked)
    {
        if (!isChunked)
            return await client.DiscardAsync(TotalBytes);
        var total = 0L;
        while (true)
        {
            var line = await client.ReceiveUntilAsync("\r\n");
            var length = Convert.ToInt32(line.Trim(), 16);
            if (length == 0)
                return total;
            total += (await client.ReceiveAsync(length)).Length;
            await client.ReceiveAsync(2);
        }
    }
}
