using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath;

public sealed partial class HttpForwardingTests
{
    private const string Get = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

    private const string Http1WithTrailers =
        """
        "typedExtensionProtocolOptions": { "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
          "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
          "explicitHttpConfig": { "httpProtocolOptions": { "enableTrailers": true } } } },
        """;

    [Fact]
    public async Task A_request_reaches_the_endpoint_and_its_response_the_client()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("hello", "x-from: backend\r\n"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);

        await client.SendAsync("GET /path?q=1 HTTP/1.1\r\nHost: example.com\r\nUser-Agent: test\r\nConnection: x-hop\r\nX-Hop: 1\r\n\r\n");
        var response = await client.ReceiveMessageAsync();

        Assert.True(backend.Requests.TryDequeue(out var request));
        Assert.Equal(
            "GET /path?q=1 HTTP/1.1\r\nhost: example.com\r\nuser-agent: test\r\nx-forwarded-proto: http\r\n"
            + "x-request-id: UUID\r\nx-envoy-expected-rq-timeout-ms: 15000\r\n\r\n",
            UuidPattern().Replace(request, "UUID"));
        Assert.Equal(
            "HTTP/1.1 200 OK\r\nx-from: backend\r\nx-envoy-upstream-service-time: N\r\ndate: D\r\n"
            + "server: envoy\r\ncontent-length: 5\r\n\r\nhello",
            Normalize(response));
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task Connections_are_kept_on_both_sides()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        for (var round = 0; round < 50; round++)
        {
            await client.SendAsync(Get);
            Assert.EndsWith("ok", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(1, backend.ConnectionsCount);
        Assert.Equal(50, proxy.Count(HttpStat.DownstreamRqTotal));
        Assert.Equal(1, proxy.Count(HttpStat.DownstreamCxActive));
        Assert.Equal(50, proxy.Count("c", ClusterStat.UpstreamRqCompleted));
        Assert.Equal(1, proxy.Count("c", ClusterStat.UpstreamCxTotal));
        Assert.Equal(50 * Get.Length, proxy.Count(HttpStat.DownstreamCxRxBytesTotal));
        Assert.Equal(
            50 * ScriptedBackend.Ok("ok").Length, proxy.Count("c", ClusterStat.UpstreamCxRxBytesTotal));
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamRqActive));
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        using var backend = ScriptedBackend.Answering(request => ScriptedBackend.Ok(request.Split(' ')[1]));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync(string.Concat(Enumerable.Range(0, 200).Select(number =>
            $"POST /{number} HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc")));
        for (var number = 0; number < 200; number++)
            Assert.EndsWith($"\r\n\r\n/{number}", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        Assert.All(backend.Requests, request => Assert.EndsWith("\r\n\r\nabc", request, StringComparison.Ordinal));
    }

    public static TheoryData<string, string, string, string> Framings() => new()
    {
        // What the client sends behind the request line; what the endpoint gets; what it answers; what the client gets.
        {
            "content-length: 5\r\n\r\nhello", "content-length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", "content-length: 2\r\n\r\nok"
        },
        {
            "transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n4;ext=1\r\ndefg\r\n0\r\n\r\n",
            "transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
        },
        {
            "transfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nx-trailer: 1\r\n\r\n",
            "transfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nx-trailer: 1\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\ny\r\n0\r\nx-end: 2\r\n\r\n",
            "transfer-encoding: chunked\r\n\r\n1\r\ny\r\n0\r\nx-end: 2\r\n\r\n"
        },
        { "\r\n", "\r\n", "HTTP/1.1 204 No Content\r\n\r\n", "\r\n" },
        {
            "content-length: 0\r\n\r\n", "content-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", "content-length: 0\r\n\r\n"
        },
    };

    [Theory]
    [MemberData(nameof(Framings))]
    public async Task Content_of_every_framing_passes_whole_and_byte_by_byte(
        string sent, string reached, string answered, string received)
    {
        using var backend = ScriptedBackend.Answering(answered);
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", Http1WithTrailers, backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(
            ProxyHarness.RouteTo("c"), """ "httpProtocolOptions": { "enableTrailers": true }, """);
        using var client = await Wire.ConnectAsync(endPoint);
        var request = "POST / HTTP/1.1\r\nhost: a\r\n" + sent;
        await client.SendAsync(request);
        await CheckAsync(whole => whole);
        foreach (var character in request)
            await client.SendAsync(character.ToString());
        // What arrives in pieces may leave in pieces: chunks are where the sender's bytes happened to end.
        await CheckAsync(JoinChunks);
        Assert.Empty(proxy.Faults);

        async Task CheckAsync(Func<string, string> normalize)
        {
            var response = await client.ReceiveMessageAsync(hasNoBody: answered.Contains("204"));
            Assert.EndsWith(received, response, StringComparison.Ordinal);
            Assert.True(backend.Requests.TryDequeue(out var seen));
            Assert.EndsWith(normalize(reached), normalize(seen), StringComparison.Ordinal);
        }
    }

    /// <summary>The message with the data of all its chunks in one line, and its trailers.</summary>
    private static string JoinChunks(string message)
    {
        const string HeadEnd = "transfer-encoding: chunked\r\n\r\n";
        var start = message.IndexOf(HeadEnd, StringComparison.Ordinal);
        if (start < 0) return message;
        var joined = new StringBuilder(message[..(start + HeadEnd.Length)]);
        var at = joined.Length;
        while (true)
        {
            var lineEnd = message.IndexOf("\r\n", at, StringComparison.Ordinal);
            var size = int.Parse(message.AsSpan(at, lineEnd - at), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0) return joined.Append("\r\n").Append(message, at, message.Length - at).ToString();
            joined.Append(message, lineEnd + 2, size);
            at = lineEnd + 2 + size + 2;
        }
    }

    [Fact]
    public async Task A_response_until_close_reaches_the_client_in_chunks()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveMessageAsync();
            await wire.SendAsync("HTTP/1.1 200 OK\r\n\r\nunframed");
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        for (var round = 0; round < 2; round++)
        {
            await client.SendAsync(Get);
            var response = await client.ReceiveMessageAsync();
            Assert.Contains("transfer-encoding: chunked", response, StringComparison.Ordinal);
            Assert.EndsWith("8\r\nunframed\r\n0\r\n\r\n", response, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_response_to_HEAD_has_a_length_and_no_content()
    {
        using var backend = ScriptedBackend.Answering("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        for (var round = 0; round < 3; round++)
        {
            await client.SendAsync("HEAD / HTTP/1.1\r\nhost: a\r\n\r\n");
            var response = await client.ReceiveMessageAsync(hasNoBody: true);
            Assert.Contains("content-length: 1000\r\n", response, StringComparison.Ordinal);
        }

        Assert.Equal(1, backend.ConnectionsCount);
    }

    [Fact]
    public async Task Expect_continue_is_answered_here_and_not_forwarded()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("done"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync("POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 4\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await client.ReceiveHeadAsync());
        await client.SendAsync("body");
        Assert.EndsWith("done", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nexpect:", Assert.Single(backend.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interim_responses_pass_from_end_to_end_when_asked_for()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            Assert.Contains("expect: 100-continue", await wire.ReceiveHeadAsync(), StringComparison.Ordinal);
            await wire.SendAsync("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
            await wire.ReceiveAsync(4);
            await wire.SendAsync(ScriptedBackend.Ok("done"));
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"), """ "proxy100Continue": true, """);
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync("POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 4\r\n\r\n");
        Assert.Equal("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n", await client.ReceiveHeadAsync());
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await client.ReceiveHeadAsync());
        await client.SendAsync("body");
        Assert.EndsWith("done", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        Assert.Empty(backend.Faults);
    }

    [Fact]
    public async Task Request_and_response_stream_at_the_same_time()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveHeadAsync();
            await wire.SendAsync("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
            for (var round = 0; round < 10; round++)
            {
                await wire.ReceiveUntilAsync($"4\r\npi{round:00}\r\n");
                await wire.SendAsync($"4\r\npo{round:00}\r\n");
            }

            await wire.ReceiveUntilAsync("0\r\n\r\n");
            await wire.SendAsync("0\r\n\r\n");
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n");
        await client.ReceiveHeadAsync();
        for (var round = 0; round < 10; round++)
        {
            await client.SendAsync($"4\r\npi{round:00}\r\n");
            await client.ReceiveUntilAsync($"4\r\npo{round:00}\r\n");
        }

        await client.SendAsync("0\r\n\r\n");
        Assert.Equal("0\r\n\r\n", await client.ReceiveAsync(5));
        Assert.Empty(backend.Faults);
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task An_early_response_ends_an_unfinished_request()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveHeadAsync();
            await wire.SendAsync("HTTP/1.1 413 Too Large\r\ncontent-length: 3\r\n\r\nbig");
            await wire.ReceiveToEndAsync();
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000\r\n\r\nbegin");
        Assert.EndsWith("\r\n\r\nbig", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        Assert.True(await client.IsEndedAsync());
        Assert.Equal(1, proxy.Count(HttpStat.DownstreamRqResponseBeforeRqComplete));
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task Upgraded_connections_carry_any_bytes()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            var head = await wire.ReceiveHeadAsync();
            Assert.Contains("upgrade: websocket\r\n", head, StringComparison.Ordinal);
            await wire.SendAsync("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\nhi");
            await wire.SendAsync("got " + await wire.ReceiveAsync(3));
            Assert.True(await wire.IsEndedAsync());
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(
            ProxyHarness.RouteTo("c"), """ "upgradeConfigs": [ { "upgradeType": "websocket" } ], """);
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync("GET /chat HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n\0\u0001\u0002");
        var head = await client.ReceiveHeadAsync();
        Assert.StartsWith("HTTP/1.1 101", head, StringComparison.Ordinal);
        Assert.Equal("higot \0\u0001\u0002", await client.ReceiveAsync(9));
        client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        Assert.True(await client.IsEndedAsync());
        Assert.Empty(backend.Faults);
    }

    [Theory]
    [InlineData("")]
    [InlineData("upgrade: websocket\r\n")]
    [InlineData("connection: upgrade\r\n")]
    public async Task An_answer_that_switches_to_no_protocol_is_malformed(string headers)
    {
        using var backend = ScriptedBackend.Answering($"HTTP/1.1 101 Switching Protocols\r\n{headers}\r\n");
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(
            ProxyHarness.RouteTo("c"), """ "upgradeConfigs": [ { "upgradeType": "websocket" } ], """);
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync("GET /chat HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 502 ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamCxActive));
    }

    [Theory]
    [InlineData(""" "route": { "cluster": "c", "upgradeConfigs": [ { "upgradeType": "CONNECT" } ] } """, 1)]
    [InlineData(""" "directResponse": { "status": 403, "body": { "inlineString": "no" } } """, 0)]
    public async Task Bytes_behind_a_tunnel_that_was_refused_are_no_request(string action, int requestsCount)
    {
        using var backend = ScriptedBackend.Answering("HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno");
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(
            $$"""
            { "match": { "connectMatcher": {} }, {{action}} },
            { "match": { "prefix": "/" }, "route": { "cluster": "c" } }
            """);
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync("CONNECT a.test:80 HTTP/1.1\r\nhost: a.test:80\r\n\r\nGET /inside HTTP/1.1\r\nhost: b\r\n\r\n");
        var answer = await client.ReceiveToEndAsync();
        Assert.StartsWith("HTTP/1.1 403 Forbidden\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nconnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nno", answer, StringComparison.Ordinal);
        Assert.Equal(requestsCount, backend.Requests.Count);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
    private static partial Regex UuidPattern();

    private static string Normalize(string response) => Regex.Replace(
        Regex.Replace(response, "date: [A-Z].*GMT", "date: D"),
        "service-time: [0-9]+",
        "service-time: N");
}
