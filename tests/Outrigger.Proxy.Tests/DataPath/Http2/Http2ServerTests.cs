using System.Buffers.Binary;
using System.Net;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath.Http2;

/// <summary>How a client's HTTP/2 connection ends: gracefully, in time, or because nobody answers.</summary>
public sealed class Http2ServerTests : IDisposable
{
    private readonly ProxyHarness _proxy = new();
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _proxy.Dispose();

    [Fact]
    public async Task A_drain_takes_two_steps_and_waits_for_what_is_under_way()
    {
        await using var backend = await KestrelBackend.StartAsync(speaksHttp2: false, AnswerWhenReleasedAsync);
        var endPoint = await ListenAsync(backend.EndPoint);
        using var client = RawFrames.Connect(endPoint);
        using var idle = RawFrames.Connect(endPoint);
        idle.ReceiveOnly(RawFrames.Settings, 0);
        client.Send(RawFrames.Get(1));
        await _arrived.Task.WaitAsync(ProxyHarness.Patience, TestContext.Current.CancellationToken);
        var drained = _proxy.Pool.DrainAsync();

        Assert.Equal(int.MaxValue, LastStreamOf(client.ReceiveOnly(RawFrames.GoAway, 0)));
        var ping = client.ReceiveOnly(RawFrames.Ping, 0);
        client.Send(RawFrames.Frame(RawFrames.Ping, 1, 0, ping.Payload.Span));
        Assert.Equal(1, LastStreamOf(client.ReceiveOnly(RawFrames.GoAway, 0)));
        ReceiveToEnd(idle);
        Assert.False(drained.IsCompleted);

        _release.SetResult();
        client.ReceiveOnly(RawFrames.Headers, 1);
        ReceiveToEnd(client);
        await drained.WaitAsync(ProxyHarness.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(2, _proxy.Count(HttpStat.DownstreamCxDrainClose));
        Assert.Empty(_proxy.Faults);
    }

    [Fact]
    public async Task Clients_are_sent_away_while_others_are_still_accepted()
    {
        await using var backend = await KestrelBackend.StartAsync(speaksHttp2: false);
        var endPoint = await ListenAsync(backend.EndPoint);
        using var client = RawFrames.Connect(endPoint);
        client.Send(RawFrames.Get(1));
        client.ReceiveOnly(RawFrames.Headers, 1);
        _proxy.Pool.DrainGracefully();
        Assert.Equal(int.MaxValue, LastStreamOf(client.ReceiveOnly(RawFrames.GoAway, 0)));

        using var late = await Wire.ConnectAsync(endPoint);
        await late.SendAsync("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        Assert.Equal("close", Wire.Header(await late.ReceiveHeadAsync(), "connection"));
    }

    [Fact]
    public async Task An_idle_connection_ends_in_time()
    {
        var endPoint = await ListenAsync(null, """ "commonHttpProtocolOptions": { "idleTimeout": "0.1s" }, """);
        using var client = RawFrames.Connect(endPoint);
        client.ReceiveOnly(RawFrames.GoAway, 0);
        ReceiveToEnd(client);
        Assert.Equal(1, _proxy.Count(HttpStat.DownstreamCxIdleTimeout));
    }

    [Fact]
    public async Task A_connection_that_has_lasted_long_enough_is_drained()
    {
        var endPoint = await ListenAsync(null, """ "commonHttpProtocolOptions": { "maxConnectionDuration": "0.1s" }, """);
        using var client = RawFrames.Connect(endPoint);
        client.ReceiveOnly(RawFrames.GoAway, 0);
        ReceiveToEnd(client);
        Assert.Equal(1, _proxy.Count(HttpStat.DownstreamCxMaxDurationReached));
    }

    [Theory]
    [InlineData(RawFrames.EndStream)]
    [InlineData(0)]
    public async Task A_head_that_does_not_come_whole_ends_the_connection_in_time(byte flags)
    {
        var endPoint = await ListenAsync(null, """ "requestHeadersTimeout": "0.1s", """);
        using var client = RawFrames.Connect(endPoint);
        var frame = RawFrames.Frame(RawFrames.Headers, flags, 1, RawFrames.GetBlock);
        // Either a frame that others must follow, or a frame of which the end is missing.
        client.Send(flags == 0 ? frame.AsSpan()[..^3] : frame);
        client.ReceiveOnly(RawFrames.GoAway, 0);
        ReceiveToEnd(client);
        Assert.Equal(1, _proxy.Count(HttpStat.DownstreamRqHeaderTimeout));
    }

    [Fact]
    public async Task A_client_that_answers_no_PING_is_given_up()
    {
        var endPoint = await ListenAsync(
            null, """ "http2ProtocolOptions": { "connectionKeepalive": { "interval": "0.05s", "timeout": "0.05s" } }, """);
        using var client = RawFrames.Connect(endPoint);
        for (var answered = 0; answered < 3; answered++)
        {
            var ping = client.ReceiveOnly(RawFrames.Ping, 0);
            client.Send(RawFrames.Frame(RawFrames.Ping, 1, 0, ping.Payload.Span));
        }

        ReceiveToEnd(client);
    }

    [Fact]
    public async Task A_client_may_be_held_to_one_version()
    {
        var only2 = await ListenAsync(null, """ "codecType": "HTTP2", """);
        using var client = await Wire.ConnectAsync(only2);
        await client.SendAsync("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        Assert.DoesNotContain("HTTP/1.1", await client.ReceiveToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(1, _proxy.Count(HttpStat.DownstreamCxProtocolError));
    }

    [Theory]
    [InlineData("connect_matcher", "")]
    [InlineData("terminated", ", \"connectConfig\": {}")]
    public async Task A_tunnel_carries_bytes_both_ways_until_both_ends_have_ended(string name, string config)
    {
        using var echo = new ScriptedBackend(async wire =>
        {
            if (config.Length == 0)
            {
                Assert.StartsWith("CONNECT target.test:443 HTTP/1.1\r\n", await wire.ReceiveHeadAsync(), StringComparison.Ordinal);
                await wire.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
            }

            await wire.SendAsync(await wire.ReceiveAsync(5));
            Assert.True(await wire.IsEndedAsync());
            await wire.SendAsync("bye");
        });
        _proxy.Cluster("c", echo.EndPoint);
        var endPoint = await _proxy.ListenHttpAsync(
            $$"""
            { "match": { "connectMatcher": {} }, "route": { "cluster": "c",
              "upgradeConfigs": [ { "upgradeType": "CONNECT" {{config}} } ] } }
            """,
            name: name);

        using var http1 = await Wire.ConnectAsync(endPoint);
        await http1.SendAsync("CONNECT target.test:443 HTTP/1.1\r\nhost: target.test:443\r\n\r\nhello");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await http1.ReceiveHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("hello", await http1.ReceiveAsync(5));
        http1.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        Assert.Equal("bye", await http1.ReceiveToEndAsync());

        using var http2 = RawFrames.Connect(endPoint);
        byte[] connect = [0x02, 7, .. "CONNECT"u8, 0x01, 15, .. "target.test:443"u8];
        http2.Send(RawFrames.Frame(RawFrames.Headers, RawFrames.EndHeaders, 1, connect));
        http2.Send(RawFrames.Frame(RawFrames.Data, 0, 1, "hello"u8));
        http2.ReceiveOnly(RawFrames.Headers, 1);
        Assert.Equal("hello"u8, http2.ReceiveOnly(RawFrames.Data, 1).Payload.Span);
        http2.Send(RawFrames.Frame(RawFrames.Data, RawFrames.EndStream, 1, default));
        Assert.Equal("bye"u8, http2.ReceiveOnly(RawFrames.Data, 1).Payload.Span);
        Assert.Empty(echo.Faults);
        Assert.Empty(_proxy.Faults);
    }

    [Theory]
    [InlineData(true, "HTTP/2")]
    [InlineData(false, "HTTP/1.1")]
    public async Task The_protocol_is_told_as_the_client_speaks_it(bool speaksHttp2, string protocol)
    {
        var endPoint = await _proxy.ListenHttpAsync(
            """
            { "match": { "prefix": "/" }, "directResponse": { "status": 200 },
              "responseHeadersToAdd": [ { "header": { "key": "x-protocol", "value": "%PROTOCOL%" } } ] }
            """);
        using var client = VersionPair.CreateClient(endPoint, speaksHttp2);
        using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(protocol, response.Headers.GetValues("x-protocol").Single());
    }

    [Fact]
    public async Task Trailers_that_are_longer_than_a_buffer_reach_an_endpoint_of_the_other_version()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        _proxy.Cluster("c", VersionPair.Http1Cluster, backend.EndPoint);
        using var client = RawFrames.Connect(await _proxy.ListenHttpAsync(ProxyHarness.RouteTo("c")));
        const byte Continuation = 9;
        byte[] post = [0x83, 0x86, 0x84, 0x01, 4, .. "test"u8];
        // A literal field whose value has 20,000 bytes.
        byte[] trailers = [0x00, 1, (byte)'x', 0x7F, 0xA1, 0x9B, 0x01, .. Enumerable.Repeat((byte)'y', 20_000)];
        client.Send(
        [
            .. RawFrames.Frame(RawFrames.Headers, RawFrames.EndHeaders, 1, post),
            .. RawFrames.Frame(RawFrames.Data, 0, 1, "content"u8),
            .. RawFrames.Frame(RawFrames.Headers, RawFrames.EndStream, 1, trailers.AsSpan(0, 10_000)),
            .. RawFrames.Frame(Continuation, RawFrames.EndHeaders, 1, trailers.AsSpan(10_000)),
        ]);
        client.ReceiveOnly(RawFrames.Headers, 1);
        Assert.EndsWith($"\r\n0\r\nx: {new string('y', 20_000)}\r\n\r\n", backend.Requests.Single(), StringComparison.Ordinal);
    }

    private static int LastStreamOf(RawFrame goAway) => BinaryPrimitives.ReadInt32BigEndian(goAway.Payload.Span);

    private static void ReceiveToEnd(RawFrames client)
    {
        while (client.TryReceive(out _))
        {
        }
    }

    private async Task<IPEndPoint> ListenAsync(IPEndPoint? backend, string manager = "")
    {
        if (backend is not null)
            _proxy.Cluster("c", backend);
        return await _proxy.ListenHttpAsync(
            backend is null ? """{ "match": { "prefix": "/" }, "directResponse": { "status": 200 } }""" : ProxyHarness.RouteTo("c"),
            manager);
    }

    private async Task AnswerWhenReleasedAsync(Microsoft.AspNetCore.Http.HttpContext context)
    {
        _arrived.TrySetResult();
        await _release.Task;
    }
}
