using System.Net;
using System.Net.Sockets;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath;

public sealed class TcpProxyTests
{
    [Fact]
    public async Task Bytes_pass_both_ways_and_a_half_close_is_passed_on()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.SendAsync("greeting ");
            Assert.Equal("request", await wire.ReceiveToEndAsync());
            await wire.SendAsync("answer after the end");
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await ListenAsync(proxy, """ "cluster": "c" """);
        using var client = await Wire.ConnectAsync(endPoint);
        Assert.Equal("greeting ", await client.ReceiveAsync(9));
        await client.SendAsync("request");
        client.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("answer after the end", await client.ReceiveToEndAsync());
        Assert.Empty(backend.Faults);
        await proxy.UntilAsync(worker => worker.ConnectionsCount == 0, "the connection ends");
        Assert.Equal(7, proxy.Stats.Tcp("tcp").Read(TcpStat.DownstreamCxRxBytesTotal));
        Assert.Equal(29, proxy.Stats.Tcp("tcp").Read(TcpStat.DownstreamCxTxBytesTotal));
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamCxActive));
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task Large_streams_pass_whole_in_both_directions_at_once()
    {
        const int Total = 32 * 1024 * 1024;
        using var backend = new ScriptedBackend(async wire =>
        {
            var receiving = wire.DiscardAsync(Total);
            for (var sent = 0; sent < Total; sent += 64 * 1024)
                await wire.SendAsync(new byte[64 * 1024]);
            Assert.Equal(Total, await receiving);
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        using var client = await Wire.ConnectAsync(await ListenAsync(proxy, """ "cluster": "c" """));
        var receiving = client.DiscardAsync(Total);
        for (var sent = 0; sent < Total; sent += 64 * 1024)
            await client.SendAsync(new byte[64 * 1024]);
        Assert.Equal(Total, await receiving);
        await proxy.UntilAsync(
            worker => worker.Loop.Buffers.RentedCount + worker.Loop.LargeBuffers.RentedCount == 0,
            "a silent connection holds no buffer");
        Assert.Empty(backend.Faults);
    }

    [Fact]
    public async Task A_slow_receiver_stops_the_sender()
    {
        var sent = 0L;
        using var backend = new ScriptedBackend(async wire =>
        {
            for (var piece = 0; piece < 1024; piece++)
            {
                await wire.SendAsync(new byte[64 * 1024]);
                Interlocked.Add(ref sent, 64 * 1024);
            }
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        using var client = await Wire.ConnectAsync(
            await ListenAsync(proxy, """ "cluster": "c" """), receiveBufferBytes: 64 * 1024);
        await BackPressureTests.WaitUntilStalledAsync(proxy, () => Interlocked.Read(ref sent));
        Assert.True(sent < 32L * 1024 * 1024);
        Assert.Equal(64L * 1024 * 1024, await client.DiscardAsync(long.MaxValue));
    }

    [Fact]
    public async Task A_reset_is_passed_on_as_a_reset()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveAsync(1);
            wire.Reset();
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        using var client = await Wire.ConnectAsync(await ListenAsync(proxy, """ "cluster": "c" """));
        await client.SendAsync("x");
        var fault = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (await client.Socket.ReceiveAsync(new byte[10].AsMemory(), SocketFlags.None, TestContext.Current.CancellationToken) > 0)
            {
            }
        });
        Assert.Equal(SocketError.ConnectionReset, fault.SocketErrorCode);
    }

    [Fact]
    public async Task Weighted_clusters_share_the_connections()
    {
        using var one = new ScriptedBackend(wire => wire.SendAsync("1"));
        using var two = new ScriptedBackend(wire => wire.SendAsync("2"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("one", one.EndPoint);
        proxy.Cluster("two", two.EndPoint);
        var endPoint = await ListenAsync(
            proxy, """ "weightedClusters": { "clusters": [ { "name": "one", "weight": 1 }, { "name": "two", "weight": 3 } ] } """);
        var twos = 0;
        for (var round = 0; round < 200; round++)
        {
            using var client = await Wire.ConnectAsync(endPoint);
            if (await client.ReceiveToEndAsync() == "2")
                twos++;
        }

        Assert.InRange(twos, 120, 180);
    }

    [Fact]
    public async Task A_connection_nobody_takes_is_closed()
    {
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", LocalReplyTests.ClosedEndPoint());
        using var client = await Wire.ConnectAsync(
            await ListenAsync(proxy, """ "cluster": "c", "maxConnectAttempts": 3 """));
        Assert.True(await client.IsEndedAsync());
        Assert.Equal(3, proxy.Count("c", ClusterStat.UpstreamCxConnectFail));
        Assert.Equal(1, proxy.Count("c", ClusterStat.UpstreamCxConnectAttemptsExceeded));
    }

    [Fact]
    public async Task A_cluster_takes_as_many_connections_as_its_circuit_breaker_allows()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.SendAsync("hello");
            await wire.ReceiveToEndAsync();
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", "\"circuitBreakers\": { \"thresholds\": [ { \"maxConnections\": 1 } ] },", backend.EndPoint);
        var endPoint = await ListenAsync(proxy, """ "cluster": "c" """);
        using var first = await Wire.ConnectAsync(endPoint);
        Assert.Equal("hello", await first.ReceiveAsync(5));
        using var second = await Wire.ConnectAsync(endPoint);
        Assert.True(await second.IsEndedAsync());
        Assert.Equal(1, proxy.Count("c", ClusterStat.UpstreamCxOverflow));
    }

    [Fact]
    public async Task A_connection_lives_no_longer_than_it_may_and_no_silent_one_than_the_idle_timeout()
    {
        using var backend = new ScriptedBackend(wire => wire.ReceiveToEndAsync());
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await ListenAsync(proxy, """ "cluster": "c", "maxDownstreamConnectionDuration": "0.2s" """);
        using (var client = await Wire.ConnectAsync(endPoint))
            Assert.True(await client.IsEndedAsync());
        await proxy.UntilAsync(
            _ => proxy.Stats.Tcp("tcp").Read(TcpStat.MaxDownstreamConnectionDuration) == 1, "the end by duration is counted");
        endPoint = await ListenAsync(proxy, """ "cluster": "c", "idleTimeout": "0.2s" """);
        using (var client = await Wire.ConnectAsync(endPoint))
            Assert.True(await client.IsEndedAsync());
        await proxy.UntilAsync(_ => proxy.Stats.Tcp("tcp").Read(TcpStat.IdleTimeout) == 1, "the idle end is counted");
    }

    internal static string ListenerJson(string name, string proxy, string listener = "", string match = "") =>
        $$"""
        { "name": "{{name}}", "address": { "socketAddress": { "address": "127.0.0.1", "portValue": 0 } }, {{listener}}
          "filterChains": [ { {{match}} "filters": [ { "name": "tcp", "typedConfig": {
            "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
            "statPrefix": "tcp", {{proxy}} } } ] } ] }
        """;

    private static async Task<IPEndPoint> ListenAsync(ProxyHarness proxy, string tcpProxy)
    {
        proxy.Listener(ListenerJson("tcp", tcpProxy));
        await proxy.ApplyAsync();
        return await proxy.EndPointAsync("tcp");
    }
}
