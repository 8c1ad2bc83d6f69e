using System.Net;
using System.Net.Sockets;
using Outrigger.Proxy.Overload;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tests.DataPath;

namespace Outrigger.Proxy.Tests.Overload;

/// <summary>What a client sees while the proxy is under pressure, and after.</summary>
public sealed class OverloadDataPathTests
{
    private const string Get = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

    private readonly OverloadState _state = new();

    [Fact]
    public async Task New_requests_are_refused_and_those_under_way_end_as_they_would()
    {
        var release = new TaskCompletionSource();
        using var backend = new ScriptedBackend(async wire =>
        {
            while (true)
            {
                await wire.ReceiveHeadAsync();
                await release.Task;
                await wire.SendAsync(ScriptedBackend.Ok("begun before"));
            }
        });
        using var proxy = new ProxyHarness(overload: _state);
        var endPoint = await ListenAsync(proxy, backend);
        using var early = await Wire.ConnectAsync(endPoint);
        await early.SendAsync(Get);
        await proxy.UntilAsync(_ => proxy.Count("c", ClusterStat.UpstreamRqActive) == 1, "the first request is active");
        _state.Actions = OverloadActions.StopAcceptingRequests;
        using var late = await Wire.ConnectAsync(endPoint);
        await late.SendAsync(Get);
        var refusal = await late.ReceiveToEndAsync();
        Assert.StartsWith("HTTP/1.1 503 ", refusal, StringComparison.Ordinal);
        Assert.Contains("\r\nconnection: close\r\n", refusal, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nenvoy overloaded", refusal, StringComparison.Ordinal);
        release.SetResult();
        Assert.EndsWith("begun before", await early.ReceiveMessageAsync(), StringComparison.Ordinal);
        _state.Actions = OverloadActions.None;
        await early.SendAsync(Get);
        Assert.EndsWith("begun before", await early.ReceiveMessageAsync(), StringComparison.Ordinal);
        Assert.Equal(1, proxy.Count(HttpStat.DownstreamRqOverloadClose));
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task New_connections_are_closed_at_once()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness(overload: _state);
        var endPoint = await ListenAsync(proxy, backend);
        _state.Actions = OverloadActions.RejectIncomingConnections;
        await AssertRefusesAsync(endPoint);
        _state.Actions = OverloadActions.None;
        await AssertServesAsync(endPoint);
        Assert.Equal(1, proxy.CountListener(ListenerStat.DownstreamCxOverloadReject));
    }

    [Fact]
    public async Task New_connections_wait_until_the_pressure_is_gone()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness(overload: _state);
        var endPoint = await ListenAsync(proxy, backend);
        _state.Actions = OverloadActions.StopAcceptingConnections;
        using var waiting = await Wire.ConnectAsync(endPoint);
        await waiting.SendAsync(Get);
        await proxy.UntilAsync(_ => true, "a round of the worker");
        Assert.Equal(0, proxy.CountListener(ListenerStat.DownstreamCxTotal));
        _state.Actions = OverloadActions.None;
        Assert.EndsWith("ok", await waiting.ReceiveMessageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_end_after_their_response()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness(overload: _state);
        var endPoint = await ListenAsync(proxy, backend);
        _state.Actions = OverloadActions.DisableHttpKeepAlive;
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync(Get);
        var response = await client.ReceiveToEndAsync();
        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
        Assert.Contains("\r\nconnection: close\r\n", response, StringComparison.Ordinal);
        Assert.Equal(1, proxy.Count(HttpStat.DownstreamCxOverloadDisableKeepalive));
    }

    [Fact]
    public async Task A_listener_that_bypasses_the_overload_manager_serves_on()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness(overload: _state);
        var endPoint = await ListenAsync(proxy, backend, """ "bypassOverloadManager": true, """);
        _state.Actions = (OverloadActions)~0;
        await AssertServesAsync(endPoint);
    }

    [Fact]
    public async Task As_many_connections_as_may_be_in_all_and_no_more()
    {
        _state.AllConnections = new ConnectionLimit(2);
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness(overload: _state);
        var endPoint = await ListenAsync(proxy, backend);
        using var first = await Wire.ConnectAsync(endPoint);
        using var second = await Wire.ConnectAsync(endPoint);
        await proxy.UntilAsync(_ => _state.AllConnections.Count == 2, "two connections");
        await AssertRefusesAsync(endPoint);
        Assert.Equal(1, proxy.CountListener(ListenerStat.DownstreamGlobalCxOverflow));
        first.Dispose();
        await proxy.UntilAsync(_ => _state.AllConnections.Count == 1, "one connection has ended");
        await AssertServesAsync(endPoint);
    }

    [Fact]
    public async Task A_listener_may_ignore_the_limit_and_may_have_its_own()
    {
        _state.AllConnections = new ConnectionLimit(1);
        _state.ConnectionsOfListeners = new Dictionary<string, ConnectionLimit> { ["http"] = new(2) };
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness(overload: _state);
        var endPoint = await ListenAsync(proxy, backend, """ "ignoreGlobalConnLimit": true, """);
        using var first = await Wire.ConnectAsync(endPoint);
        using var second = await Wire.ConnectAsync(endPoint);
        await proxy.UntilAsync(_ => _state.AllConnections.Count == 2, "two connections");
        await AssertRefusesAsync(endPoint);
        Assert.Equal(1, proxy.CountListener(ListenerStat.DownstreamCxOverflow));
        Assert.Equal(2, _state.AllConnections.Count);
    }

    [Fact]
    public async Task Shedding_closes_idle_connections_and_those_that_hold_most()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            var head = await wire.ReceiveHeadAsync();
            // The heavy client does not read what it asked for; the light ones get no answer at all.
            if (head.StartsWith("GET /heavy ", StringComparison.Ordinal))
                await wire.SendAsync("HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n" + new string('x', 30_000_000));
            await wire.ReceiveToEndAsync();
        });
        using var proxy = new ProxyHarness(overload: _state);
        var endPoint = await ListenAsync(proxy, backend);
        using var heavy = await Wire.ConnectAsync(endPoint, receiveBufferBytes: 4096);
        await heavy.SendAsync("GET /heavy HTTP/1.1\r\nhost: a\r\n\r\n");
        await proxy.UntilAsync(worker => worker.HeldBytes > 10_000, "bytes wait");
        var light = new List<Wire>();
        for (var i = 0; i < 60; i++)
        {
            light.Add(await Wire.ConnectAsync(endPoint));
            await light[i].SendAsync(Get);
        }

        await proxy.UntilAsync(_ => proxy.Count("c", ClusterStat.UpstreamRqActive) == 61, "all requests are under way");
        proxy.Pool.Shed(bytes: 0);
        await proxy.UntilAsync(_ => proxy.Count("c", ClusterStat.UpstreamRqActive) == 11, "fifty have ended");
        Assert.Equal(50, proxy.CountListener(ListenerStat.DownstreamCxOverloadAbort));
        await heavy.DiscardAsync(long.MaxValue);
        light.ForEach(wire => wire.Dispose());
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task Shedding_closes_connections_that_wait_for_a_request()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness(overload: _state);
        var endPoint = await ListenAsync(proxy, backend);
        using var idle = await Wire.ConnectAsync(endPoint);
        await idle.SendAsync(Get);
        await idle.ReceiveMessageAsync();
        await proxy.UntilAsync(_ => proxy.Count("c", ClusterStat.UpstreamCxActive) == 1, "the endpoint's connection is kept");
        proxy.Pool.Shed(bytes: 0);
        Assert.True(await idle.IsEndedAsync());
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamCxActive));
        await AssertServesAsync(endPoint);
    }

    private static async Task<IPEndPoint> ListenAsync(ProxyHarness proxy, ScriptedBackend backend, string options = "")
    {
        proxy.Cluster("c", backend.EndPoint);
        proxy.Listener(ProxyHarness.HttpListenerJson("http", ProxyHarness.RouteTo("c"), listener: options));
        await proxy.ApplyAsync();
        return await proxy.EndPointAsync("http");
    }

    private static async Task AssertRefusesAsync(IPEndPoint endPoint)
    {
        try
        {
            using var refused = await Wire.ConnectAsync(endPoint);
            Assert.True(await refused.IsEndedAsync());
        }
        catch (SocketException exception)
        {
            // The reset may come before the connection was used at all.
            Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode);
        }
    }

    private static async Task AssertServesAsync(IPEndPoint endPoint)
    {
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync(Get);
        Assert.EndsWith("ok", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
    }
}
