using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>Bytes that pass through pipes of the kernel arrive as they were sent.</summary>
public sealed class SpliceTests
{
    [Theory]
    [InlineData(1, 100, 16 * 1024, 16 * 1024 + 1, 1)]
    [InlineData(64 * 1024, 1, 512 * 1024, 3, 4 * 1024 * 1024, 100)]
    [InlineData(8 * 1024 * 1024)]
    public async Task What_is_echoed_comes_back_whole(params int[] pieces)
    {
        using var backend = new ScriptedBackend(EchoAsync);
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        using var client = await Wire.ConnectAsync(await ListenAsync(proxy));
        var random = new Random(5);
        foreach (var length in pieces)
        {
            var piece = new byte[length];
            random.NextBytes(piece);
            var sending = client.SendAsync(piece);
            Assert.Equal(SHA256.HashData(piece), await ReceiveHashAsync(client.Socket, length));
            await sending;
        }

        client.Socket.Shutdown(SocketShutdown.Send);
        Assert.True(await client.IsEndedAsync());
        await proxy.UntilAsync(worker => worker.ConnectionsCount == 0, "the connection ends");
        Assert.Equal(pieces.Sum(), proxy.Stats.Tcp("tcp").Read(TcpStat.DownstreamCxRxBytesTotal));
        Assert.Equal(pieces.Sum(), proxy.Stats.Tcp("tcp").Read(TcpStat.DownstreamCxTxBytesTotal));
        Assert.Equal(0, await proxy.RunOnWorkerAsync(worker => worker.Loop.Pipes.RentedCount));
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task A_receiver_that_stops_reading_holds_one_pipe_and_gives_it_back_when_it_breaks()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            while (true)
                await wire.SendAsync(new byte[256 * 1024]);
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var client = await Wire.ConnectAsync(await ListenAsync(proxy), receiveBufferBytes: 64 * 1024);
        await proxy.UntilAsync(worker => worker.Loop.Pipes.RentedCount == 1, "bytes wait in a pipe");
        client.Reset();
        await proxy.UntilAsync(
            worker => worker.ConnectionsCount == 0 && worker.Loop.Pipes.RentedCount == 0, "the pipe is given back");
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task A_small_limit_of_waiting_bytes_means_copying()
    {
        using var backend = new ScriptedBackend(EchoAsync);
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        using var client = await Wire.ConnectAsync(
            await ListenAsync(proxy, """ "perConnectionBufferLimitBytes": 32768, """));
        var sending = client.SendAsync(new byte[1024 * 1024]);
        Assert.Equal(1024 * 1024, await client.DiscardAsync(1024 * 1024));
        await sending;
        Assert.Equal(0, await proxy.RunOnWorkerAsync(worker => worker.Loop.LargeBuffers.RentedCount));
    }

    private static async Task EchoAsync(Wire wire)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var count = await wire.Socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None);
            if (count == 0)
                return;
            await wire.SendAsync(buffer[..count]);
        }
    }

    private static async Task<byte[]> ReceiveHashAsync(Socket socket, int length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        while (length > 0)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(0, Math.Min(length, buffer.Length)), SocketFlags.None)
                .AsTask().WaitAsync(ProxyHarness.Patience);
            Assert.NotEqual(0, count);
            hash.AppendData(buffer.AsSpan(0, count));
            length -= count;
        }

        return hash.GetHashAndReset();
    }

    private static async Task<IPEndPoint> ListenAsync(ProxyHarness proxy, string listener = "")
    {
        proxy.Listener(TcpProxyTests.ListenerJson("tcp", """ "cluster": "c" """, listener));
        await proxy.ApplyAsync();
        return await proxy.EndPointAsync("tcp");
    }
}
