using System.Net.Sockets;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>
/// Clients and endpoints that break off at random places. Whatever happens, nothing of ours fails, and when all is over
/// nothing is left: no connection, no request, no buffer.
/// </summary>
public sealed class ChaosTests
{
    private const int Clients = 24;
    private const int RoundsPerClient = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nothing_is_left_behind(int seed)
    {
        var connections = 0;
        using var backend = new ScriptedBackend(wire =>
            ServeAsync(wire, new Random((seed * 1_000_000) + Interlocked.Increment(ref connections))));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        var clients = Enumerable.Range(0, Clients).Select(number => Task.Run(
            async () =>
            {
                var random = new Random((seed * 1000) + number);
                for (var round = 0; round < RoundsPerClient; round++)
                {
                    using var wire = await Wire.ConnectAsync(endPoint);
                    await TalkAsync(wire, random);
                }
            },
            TestContext.Current.CancellationToken));
        await Task.WhenAll(clients);

        await proxy.UntilAsync(worker => worker.ConnectionsCount == 0, $"all client connections end; seed {seed}");
        backend.Dispose();
        await proxy.UntilAsync(
            worker => proxy.Count("c", ClusterStat.UpstreamCxActive) == 0
                && worker.Loop.Buffers.RentedCount == 0 && worker.Loop.LargeBuffers.RentedCount == 0,
            $"all endpoint connections end and all buffers are back; seed {seed}");
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamRqActive));
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamRqPendingActive));
        Assert.Equal(0, proxy.Count(HttpStat.DownstreamRqActive));
        Assert.Equal(0, proxy.Count(HttpStat.DownstreamCxActive));
        Assert.Equal(Clients * RoundsPerClient, proxy.Count(HttpStat.DownstreamCxTotal));
        Assert.True(proxy.Faults.IsEmpty, string.Join('\n', proxy.Faults.Take(3)));
    }

    private static async Task TalkAsync(Wire wire, Random random)
    {
        try
        {
            for (var requests = random.Next(1, 4); requests > 0; requests--)
            {
                var body = new string('b', random.Next(3) == 0 ? random.Next(100_000) : random.Next(20));
                var request = random.Next(3) switch
                {
                    0 => "GET / HTTP/1.1\r\nhost: a\r\n\r\n",
                    1 => $"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: {body.Length}\r\n\r\n{body}",
                    _ => $"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n{body.Length + 1:x}\r\n{body}x\r\n0\r\n\r\n",
                };
                if (random.Next(6) == 0)
                {
                    await wire.SendAsync(request[..random.Next(1, request.Length)]);
                    Leave(wire, random);
                    return;
                }

                await wire.SendAsync(request);
                if (random.Next(6) == 0)
                {
                    Leave(wire, random);
                    return;
                }

                await wire.ReceiveMessageAsync();
            }
        }
        catch (Exception fault) when (fault is SocketException or EndOfStreamException)
        {
            // The endpoint broke off, and the proxy passed it on.
            return;
        }
    }

    private static void Leave(Wire wire, Random random)
    {
        if (random.Next(2) == 0)
            wire.Reset();
    }

    private static async Task ServeAsync(Wire wire, Random random)
    {
        try
        {
            while (true)
            {
                if (random.Next(10) == 0)
                {
                    await wire.ReceiveHeadAsync();
                    await wire.SendAsync("HTTP/1.1 413 Early\r\ncontent-length: 5\r\n\r\nearly");
                    return;
                }

                await wire.ReceiveMessageAsync();
                var body = new string('r', random.Next(3) == 0 ? random.Next(100_000) : random.Next(20));
                var response = random.Next(4) switch
                {
                    0 => $"HTTP/1.1 200 OK\r\n\r\n{body}",
                    1 => $"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{body.Length + 1:x}\r\n{body}x\r\n0\r\n\r\n",
                    2 => "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n",
                    _ => $"HTTP/1.1 200 OK\r\ncontent-length: {body.Length}\r\n\r\n{body}",
                };
                if (random.Next(8) == 0)
                {
                    await wire.SendAsync(response[..random.Next(response.Length)]);
                    Leave(wire, random);
                    return;
                }

                await wire.SendAsync(response);
                if (response.StartsWith("HTTP/1.1 200 OK\r\n\r\n", StringComparison.Ordinal)
                    || response.Contains("connection: close", StringComparison.Ordinal) || random.Next(10) == 0)
                {
                    return;
                }
            }
        }
        catch (Exception fault) when (fault is SocketException or EndOfStreamException or ObjectDisposedException)
        {
            // The client broke off, and the proxy passed it on.
            return;
        }
    }
}
