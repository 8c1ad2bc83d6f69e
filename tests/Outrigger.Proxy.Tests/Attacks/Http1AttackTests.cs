using Outrigger.Proxy.Tests.DataPath;

namespace Outrigger.Proxy.Tests.Attacks;

/// <summary>What a client of HTTP/1 may try, against the program itself. The list is in docs/security.md.</summary>
[Collection(nameof(AttackCollection))]
public sealed class Http1AttackTests
{
    private const string Get = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

    [Fact]
    public async Task Slow_heads_are_given_up_after_their_time()
    {
        await using var proxy = await AttackedProxy.StartAsync("request_headers_timeout: 1s,");
        await proxy.WithstandAsync(async () =>
        {
            using var crowd = await Crowd.ConnectAsync(proxy.EndPoint, 300);
            await crowd.SendAsync("GET / HTTP/1.1\r\nhost: a\r\nx-slow: ");
            await crowd.SendAsync("y");
            foreach (var answer in await crowd.ReceiveToEndAsync())
                Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        });
        Assert.Equal(300, await proxy.StatAsync("http.web.downstream_rq_header_timeout"));
    }

    [Fact]
    public async Task Slow_contents_are_given_up_when_they_are_silent()
    {
        await using var proxy = await AttackedProxy.StartAsync("stream_idle_timeout: 1s,");
        await proxy.WithstandAsync(async () =>
        {
            using var crowd = await Crowd.ConnectAsync(proxy.EndPoint, 300);
            await crowd.SendAsync("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000\r\n\r\nabc");
            foreach (var answer in await crowd.ReceiveToEndAsync())
                Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        });
        Assert.Equal(300, await proxy.StatAsync("http.web.downstream_rq_idle_timeout"));
        Assert.Equal(0, await proxy.StatAsync("cluster.c.upstream_rq_active"));
    }

    [Fact]
    public async Task Contents_that_trickle_are_given_up_after_the_time_of_a_request()
    {
        await using var proxy = await AttackedProxy.StartAsync("request_timeout: 2s,");
        await proxy.WithstandAsync(async () =>
        {
            using var crowd = await Crowd.ConnectAsync(proxy.EndPoint, 50);
            await crowd.SendAsync("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000\r\n\r\n");
            Task<string[]> answers = crowd.ReceiveToEndAsync();
            while (!answers.IsCompleted)
                await crowd.SendAsync("x");
            Assert.All(await answers, answer => Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal));
        });
        Assert.Equal(50, await proxy.StatAsync("http.web.downstream_rq_timeout"));
    }

    [Fact]
    public async Task Responses_that_nobody_reads_stop_at_the_endpoint_and_are_given_up()
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
        await proxy.WithstandAsync(async () =>
        {
            using var crowd = await Crowd.ConnectAsync(proxy.EndPoint, 200, receiveBufferBytes: 4096);
            await crowd.SendAsync(Get);
            await proxy.StatReachesAsync("http.web.downstream_rq_idle_timeout", 200);
        });
        Assert.Equal(0, await proxy.StatAsync("cluster.c.upstream_rq_active"));
    }

    [Fact]
    public async Task Heads_that_fill_memory_are_refused_before_it_runs_out()
    {
        // What 4,000 of them send is 230 MB, beside what the program has.
        await using var proxy = await AttackedProxy.StartAsync();
        await proxy.WithstandAsync(async () =>
        {
            using var crowd = await Crowd.ConnectAsync(proxy.EndPoint, 4_000);
            await crowd.SendAsync("GET / HTTP/1.1\r\nhost: a\r\nx: " + new string('x', 59_000));
            await proxy.StatReachesAsync("http.web.downstream_rq_overload_close", 1);
        });
    }

    [Fact]
    public async Task Too_many_and_too_large_fields_are_refused()
    {
        await using var proxy = await AttackedProxy.StartAsync();
        string cookies = string.Concat(Enumerable.Repeat("cookie: a=b\r\n", 101));
        string fields = string.Concat(Enumerable.Range(0, 101).Select(i => $"x-{i}: y\r\n"));
        await proxy.WithstandAsync(async () =>
        {
            foreach (var (fault, status) in new[]
            {
                (cookies, 431), (fields, 431), ($"cookie: {new string('x', 61 * 1024)}\r\n", 431),
                ($"x-{new string('x', 61 * 1024)}: y\r\n", 431),
            })
            {
                using var crowd = await Crowd.ConnectAsync(proxy.EndPoint, 50);
                await crowd.SendAsync($"GET / HTTP/1.1\r\nhost: a\r\n{fault}\r\n");
                foreach (var answer in await crowd.ReceiveToEndAsync())
                    Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
            }

            using var long414 = await Crowd.ConnectAsync(proxy.EndPoint, 50);
            await long414.SendAsync($"GET /{new string('x', 61 * 1024)} HTTP/1.1\r\nhost: a\r\n\r\n");
            foreach (var answer in await long414.ReceiveToEndAsync())
                Assert.StartsWith("HTTP/1.1 414 ", answer, StringComparison.Ordinal);
        });
        Assert.Equal(200, await proxy.StatAsync("http.web.downstream_rq_too_large"));
        Assert.Equal(250, await proxy.StatAsync("http.web.downstream_cx_protocol_error"));
        Assert.DoesNotContain(proxy.Forwarded, request => !request.Contains("bystander", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Idle_connections_cost_little_and_are_closed()
    {
        await using var proxy = await AttackedProxy.StartAsync("common_http_protocol_options: { idle_timeout: 3s },");
        await proxy.WithstandAsync(async () =>
        {
            using var crowd = await Crowd.ConnectAsync(proxy.EndPoint, 3_000);
            await proxy.StatReachesAsync("http.web.downstream_cx_idle_timeout", 3_000);
        });
        Assert.InRange(await proxy.StatAsync("http.web.downstream_cx_active"), 0, 1);
    }

    [Fact]
    public async Task No_more_connections_than_may_be_are_served()
    {
        await using var proxy = await AttackedProxy.StartAsync(bootstrap: """
            layered_runtime:
              layers: [ { name: static, static_layer: { overload.global_downstream_max_connections: 100 } } ]
            """);
        await proxy.WithstandAsync(async () =>
        {
            using var crowd = await Crowd.ConnectAsync(proxy.EndPoint, 500);
            await proxy.StatReachesAsync("listener.127.0.0.1_0.downstream_global_cx_overflow", 400);
        });
        Assert.InRange(await proxy.StatAsync("listener.127.0.0.1_0.downstream_cx_total"), 100, 102);
    }

    [Fact]
    public async Task Requests_that_come_faster_than_they_are_answered_wait_with_the_client()
    {
        await using var proxy = await AttackedProxy.StartAsync();
        await proxy.WithstandAsync(async () =>
        {
            using var client = await Wire.ConnectAsync(proxy.EndPoint);
            Task receiving = client.DiscardAsync(5_000 * 30);
            await client.SendAsync(string.Concat(Enumerable.Repeat(Get, 5_000)));
            await receiving;
        });
        Assert.InRange(await proxy.StatAsync("cluster.c.upstream_cx_total"), 1, 3);
    }
}
