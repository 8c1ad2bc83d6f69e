using System.Net;
using System.Net.Sockets;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath;

public sealed class LocalReplyTests
{
    private const string Get = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

    public static TheoryData<string, int> Malformed() => new()
    {
        { "GET / HTTP/1.1\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n", 400 },
        { "GET  / HTTP/1.1\r\nhost: a\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nhost: a\r\nx : 1\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nhost: a\r\nx: 1\r\n 2\r\n\r\n", 400 },
        { "GET / HTTP/1.1\nhost: a\n\n", 400 },
        { "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\nx", 400 },
        { "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: gzip\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: cow, chunked\r\n\r\n", 501 },
        { "COW / HTTP/1.1\r\nhost: a\r\n\r\n", 400 },
        { "GET / HTTP/2.0\r\nhost: a\r\n\r\n", 505 },
        { "GET / HTTP/1.0\r\nhost: a\r\n\r\n", 426 },
        { "GET /" + new string('x', 61 * 1024) + " HTTP/1.1\r\nhost: a\r\n\r\n", 414 },
        { "GET / HTTP/1.1\r\nhost: a\r\nx: " + new string('x', 61 * 1024) + "\r\n\r\n", 431 },
        { "GET / HTTP/1.1\r\nhost: a\r\n" + string.Concat(Enumerable.Repeat("x: 1\r\n", 101)) + "\r\n", 431 },
        { "GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n", 403 },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_request_that_is_refused_closes_the_connection_and_reaches_no_endpoint(string request, int status)
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("no"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync(request + Get);
        var response = await client.ReceiveToEndAsync();
        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
        Assert.Contains("\r\nconnection: close\r\n", response, StringComparison.Ordinal);
        Assert.Equal(1, System.Text.RegularExpressions.Regex.Count(response, "HTTP/1.1 [0-9]"));
        Assert.Equal(0, backend.ConnectionsCount);
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task A_malformed_chunk_is_answered_with_400_and_the_endpoints_connection_is_not_used_again()
    {
        using var backend = new ScriptedBackend(async wire => await wire.ReceiveToEndAsync());
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", await client.ReceiveToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamCxActive));
        Assert.Empty(proxy.Faults);
    }

    public static TheoryData<string, string, int, string> Replies() => new()
    {
        { """{ "match": { "path": "/only" }, "route": { "cluster": "c" } }""", "/", 404, "" },
        { ProxyHarness.RouteTo("missing"), "/", 503, "" },
        { ProxyHarness.RouteTo("empty"), "/", 503, "no healthy upstream" },
        {
            ProxyHarness.RouteTo("refusing"), "/", 503,
            "upstream connect error or disconnect/reset before headers. reset reason: connection failure"
        },
        {
            ProxyHarness.RouteTo("closing"), "/", 503,
            "upstream connect error or disconnect/reset before headers. reset reason: connection termination"
        },
        {
            ProxyHarness.RouteTo("babbling"), "/", 502,
            "upstream connect error or disconnect/reset before headers. reset reason: protocol error"
        },
        { """{ "match": { "prefix": "/" }, "directResponse": { "status": 418, "body": { "inlineString": "tea" } } }""", "/", 418, "tea" },
        { """{ "match": { "prefix": "/" }, "redirect": { "httpsRedirect": true } }""", "/x?y", 301, "" },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task What_goes_wrong_is_told_and_the_connection_goes_on(string route, string path, int status, string body)
    {
        using var closing = new ScriptedBackend(async wire => await wire.ReceiveHeadAsync());
        using var babbling = ScriptedBackend.Answering("HELLO\r\n\r\n");
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", closing.EndPoint);
        proxy.Cluster("empty");
        proxy.Cluster("refusing", ClosedEndPoint());
        proxy.Cluster("closing", closing.EndPoint);
        proxy.Cluster("babbling", babbling.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(route);
        using var client = await Wire.ConnectAsync(endPoint);
        for (var round = 0; round < 3; round++)
        {
            await client.SendAsync($"POST {path} HTTP/1.1\r\nhost: example.com\r\ncontent-length: 3\r\n\r\nabc");
            var response = await client.ReceiveMessageAsync();
            Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
            Assert.EndsWith("\r\n\r\n" + body, response, StringComparison.Ordinal);
            if (status == 301)
                Assert.Equal("https://example.com/x?y", Wire.Header(response, "location"));
        }

        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task More_requests_than_the_cluster_may_have_are_refused()
    {
        var release = new TaskCompletionSource();
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveHeadAsync();
            await release.Task;
            await wire.SendAsync(ScriptedBackend.Ok("late"));
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", """ "circuitBreakers": { "thresholds": [ { "maxRequests": 1 } ] }, """, backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var first = await Wire.ConnectAsync(endPoint);
        await first.SendAsync(Get);
        await proxy.UntilAsync(_ => proxy.Count("c", ClusterStat.UpstreamRqActive) == 1, "the first request is active");
        using var second = await Wire.ConnectAsync(endPoint);
        await second.SendAsync(Get);
        var refusal = await second.ReceiveMessageAsync();
        Assert.Equal("true", Wire.Header(refusal, "x-envoy-overloaded"));
        release.SetResult();
        Assert.EndsWith("late", await first.ReceiveMessageAsync(), StringComparison.Ordinal);
    }

    internal static IPEndPoint ClosedEndPoint()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)probe.LocalEndPoint!;
    }
}
