using Outrigger.Proxy.Tests.DataPath;
using Outrigger.Proxy.Tests.Support;
using static Outrigger.Proxy.Tests.Attacks.Http2Attacker;

namespace Outrigger.Proxy.Tests.Attacks;

/// <summary>What a client of HTTP/2 may try, against the program itself. The list is in docs/security.md.</summary>
[Collection(nameof(AttackCollection))]
public sealed class Http2AttackTests
{
    [Fact]
    public async Task Rapid_resets_end_the_connection()
    {
        await using var proxy = await AttackedProxy.StartAsync();
        await proxy.WithstandAsync(() => EachAsync(10, async () =>
        {
            using var attacker = await ConnectAsync(proxy.EndPoint);
            List<byte> requests = [];
            for (var stream = 1; stream < 4_000; stream += 2)
                requests.AddRange([.. Request(stream, "GET"), .. Frame(Reset, 0, stream, 0, 0, 0, 8)]);
            await attacker.SendAsync([.. requests]);
            Assert.Equal(EnhanceYourCalm, await attacker.ReceiveGoAwayAsync());
        }));
        Assert.Equal(10, await proxy.StatAsync("http.web.downstream_rq_too_many_premature_resets"));
        Assert.Equal(0, await proxy.StatAsync("cluster.c.upstream_rq_active"));
    }

    [Fact]
    public async Task Rapid_resets_that_the_proxy_must_make_itself_end_the_connection()
    {
        await using var proxy = await AttackedProxy.StartAsync();
        await proxy.WithstandAsync(async () =>
        {
            using var attacker = await ConnectAsync(proxy.EndPoint);
            List<byte> requests = [];
            // A WINDOW_UPDATE by 0 is an error of the stream (MadeYouReset).
            for (var stream = 1; stream < 4_000; stream += 2)
                requests.AddRange([.. Request(stream, "POST", ends: false), .. Frame(WindowUpdate, 0, stream, 0, 0, 0, 0)]);
            await attacker.SendAsync([.. requests]);
            Assert.Equal(EnhanceYourCalm, await attacker.ReceiveGoAwayAsync());
        });
    }

    [Theory]
    [InlineData(1_000, "http2.header_overflow")]
    [InlineData(0, "http2.inbound_empty_frames_flood")]
    public async Task Field_blocks_without_end_end_the_connection(int fragmentBytes, string counter)
    {
        await using var proxy = await AttackedProxy.StartAsync();
        await proxy.WithstandAsync(() => EachAsync(10, async () =>
        {
            using var attacker = await ConnectAsync(proxy.EndPoint);
            await attacker.SendAsync(Frame(Headers, EndStream, 1, Fields("GET", "/")));
            await attacker.SendAsync(Repeat(20_000, Frame(Continuation, 0, 1, new byte[fragmentBytes])));
            Assert.InRange(await attacker.ReceiveGoAwayAsync(), -1, EnhanceYourCalm);
        }));
        Assert.Equal(10, await proxy.StatAsync(counter));
    }

    public static TheoryData<string, byte[], string> Floods() => new()
    {
        { "SETTINGS that are not read", Frame(Settings, 0, 0), "http2.outbound_control_flood" },
        { "PING that are not read", Frame(Ping, 0, 0, new byte[8]), "http2.outbound_control_flood" },
        { "PRIORITY", Frame(Priority, 0, 3, 0, 0, 0, 1, 0), "http2.inbound_priority_frames_flood" },
        { "WINDOW_UPDATE", Frame(WindowUpdate, 0, 0, 0, 0, 0, 1), "http2.inbound_window_update_frames_flood" },
        { "DATA without content", Frame(Data, 0, 1), "http2.inbound_empty_frames_flood" },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Floods_end_the_connection(string name, byte[] frame, string counter)
    {
        await using var proxy = await AttackedProxy.StartAsync();
        await proxy.WithstandAsync(async () =>
        {
            using var attacker = await ConnectAsync(proxy.EndPoint, receiveBufferBytes: 4096);
            await attacker.SendAsync(Request(1, "POST", ends: false));
            byte[] flood = Repeat(50_000, frame);
            // For a second more the proxy reads and drops, so that its last words are not lost.
            await Eventually.Holds(async () => !await attacker.SendAsync(flood), $"{name}: the connection ends");
            await proxy.StatReachesAsync(counter, 1);
        });
    }

    [Fact]
    public async Task Resets_of_streams_that_are_gone_cost_nobody_anything()
    {
        await using var proxy = await AttackedProxy.StartAsync();
        await proxy.WithstandAsync(async () =>
        {
            using var attacker = await ConnectAsync(proxy.EndPoint);
            await attacker.SendAsync(Request(1, "GET"));
            for (var round = 0; round < 20; round++)
                await attacker.SendAsync(Repeat(50_000, Frame(Reset, 0, 1, 0, 0, 0, 8)));
        });
    }

    [Fact]
    public async Task Fields_that_unfold_to_many_times_their_size_are_refused()
    {
        await using var proxy = await AttackedProxy.StartAsync();
        await proxy.WithstandAsync(() => EachAsync(20, async () =>
        {
            using var attacker = await ConnectAsync(proxy.EndPoint);
            // A field of 4 KB in the table, and then a byte for each of 16,000 more of it: 64 MB.
            byte[] seed = [.. Fields("GET", "/"), .. IndexedField("x", new string('x', 3_900))];
            await attacker.SendAsync(Frame(Headers, EndHeaders | EndStream, 1, seed));
            byte[] bomb = [.. Fields("GET", "/"), .. Repeat(16_000, 0xbe)];
            for (var stream = 3; stream < 43; stream += 2)
                await attacker.SendAsync(Frame(Headers, EndHeaders | EndStream, stream, bomb));
            await attacker.SendAsync(Frame(GoAway, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
            var answers = 0;
            while (answers < 21 && await attacker.ReceiveFrameAsync() is { } frame)
                answers += frame.Type == Headers ? 1 : 0;
            Assert.Equal(21, answers);
        }));
        Assert.Equal(400, await proxy.StatAsync("http.web.downstream_rq_431"));
        Assert.Equal(20, proxy.Forwarded.Count(request => !request.Contains("bystander", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Clients_that_open_no_window_stop_the_endpoint_and_are_given_up()
    {
        var backend = new ScriptedBackend(async wire =>
        {
            while (true)
            {
                if ((await wire.ReceiveHeadAsync()).Contains("bystander", StringComparison.Ordinal))
                {
                    await wire.SendAsync(ScriptedBackend.Ok("ok"));
                    continue;
                }

                await wire.SendAsync("HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n");
                var piece = new byte[256 * 1024];
                while (true)
                    await wire.SendAsync(piece);
            }
        });
        await using var proxy = await AttackedProxy.StartAsync("stream_idle_timeout: 2s,", backend);
        await proxy.WithstandAsync(() => EachAsync(10, async () =>
        {
            // SETTINGS_INITIAL_WINDOW_SIZE = 0.
            using var attacker = await ConnectAsync(proxy.EndPoint, settings: [0, 4, 0, 0, 0, 0]);
            for (var stream = 1; stream < 100; stream += 2)
                await attacker.SendAsync(Request(stream, "GET"));
            await proxy.StatReachesAsync("http.web.downstream_rq_idle_timeout", 500);
        }));
        Assert.Equal(0, await proxy.StatAsync("cluster.c.upstream_rq_active"));
    }

    [Fact]
    public async Task Streams_that_never_end_are_bounded_and_given_up()
    {
        await using var proxy = await AttackedProxy.StartAsync(
            "stream_idle_timeout: 3s, http2_protocol_options: { max_concurrent_streams: 100 },");
        await proxy.WithstandAsync(() => EachAsync(30, async () =>
        {
            using var attacker = await ConnectAsync(proxy.EndPoint);
            List<byte> requests = [];
            for (var stream = 1; stream < 600; stream += 2)
                requests.AddRange(Request(stream, "POST", ends: false));
            await attacker.SendAsync([.. requests]);
            await proxy.StatReachesAsync("http.web.downstream_rq_idle_timeout", 3_000);
        }));
        // Of 300 requests on each connection, 200 were beyond the streams that it may have.
        Assert.InRange(await proxy.StatAsync("http.web.downstream_rq_total"), 3_000, 3_000 + 100_000);
        Assert.Equal(0, await proxy.StatAsync("cluster.c.upstream_rq_active"));
    }

    [Fact]
    public async Task Contents_that_the_endpoint_does_not_take_are_shed_before_memory_runs_out()
    {
        var backend = new ScriptedBackend(async wire =>
        {
            while ((await wire.ReceiveHeadAsync()).Contains("bystander", StringComparison.Ordinal))
                await wire.SendAsync(ScriptedBackend.Ok("ok"));
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        });
        // Windows that somebody made larger than memory allows.
        await using var proxy = await AttackedProxy.StartAsync(
            "http2_protocol_options: { initial_stream_window_size: 16777216, initial_connection_window_size: 16777216 },",
            backend);
        byte[] content = Repeat(512, Frame(Data, 0, 1, new byte[16_384]));
        await proxy.WithstandAsync(async () =>
        {
            List<Http2Attacker> attackers = [];
            for (var i = 0; i < 100; i++)
            {
                attackers.Add(await ConnectAsync(proxy.EndPoint));
                await attackers[i].SendAsync(Request(1, "POST", ends: false));
                await attackers[i].SendAsync(content);
            }

            await proxy.StatReachesAsync("listener.127.0.0.1_0.downstream_cx_overload_abort", 1);
            attackers.ForEach(attacker => attacker.Dispose());
        });
    }

    [Fact]
    public async Task Connections_that_only_say_hello_are_closed()
    {
        await using var proxy = await AttackedProxy.StartAsync("common_http_protocol_options: { idle_timeout: 2s },");
        await proxy.WithstandAsync(() => EachAsync(300, async () =>
        {
            using var attacker = await ConnectAsync(proxy.EndPoint);
            Assert.InRange(await attacker.ReceiveGoAwayAsync(), -1, 0);
        }));
        await proxy.StatReachesAsync("http.web.downstream_cx_idle_timeout", 300);
    }

    private static Task EachAsync(int count, Func<Task> attack) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => attack()));
}
