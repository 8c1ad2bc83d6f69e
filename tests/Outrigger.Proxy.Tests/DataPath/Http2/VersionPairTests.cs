using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath.Http2;

/// <summary>Whatever the versions on both sides, a message means the same behind the proxy as before it.</summary>
public sealed class VersionPairTests
{
    public static TheoryData<bool, bool> Pairs => VersionPair.All;

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Content_of_any_length_passes_both_ways(bool fromHttp2, bool toHttp2)
    {
        await using var pair = await VersionPair.StartAsync(fromHttp2, toHttp2);
        foreach (var length in (int[])[0, 1, 1_000, 16_384, 16_385, 100_000, 3_000_000])
        {
            var content = Content(length);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new ByteArrayContent(content) };
            using var known = await SendAsync(pair, request);
            Assert.Equal(content, await known.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            using var streamed = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new UnknownLength(content) };
            using var unknown = await SendAsync(pair, streamed);
            Assert.Equal(content, await unknown.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        Assert.Empty(pair.Proxy.Faults);
        Assert.Equal(0, pair.Proxy.Count("c", ClusterStat.UpstreamRqActive));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Heads_keep_their_meaning(bool fromHttp2, bool toHttp2)
    {
        await using var pair = await VersionPair.StartAsync(fromHttp2, toHttp2);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/head");
        request.Headers.Host = "example.org:81";
        request.Headers.Add("Cookie", "a=1; b=2");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var response = await SendAsync(pair, request);
        Assert.Equal("GET", Header(response, "x-method"));
        Assert.Equal("example.org:81", Header(response, "x-host"));
        Assert.Equal("a=1; b=2", Header(response, "x-cookie"));
        Assert.Equal("trailers", Header(response, "x-te"));
        Assert.Equal(5, response.Content.Headers.ContentLength);
        Assert.Equal("hello", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        using var head = await SendAsync(pair, new HttpRequestMessage(HttpMethod.Head, "/head"));
        Assert.Equal("HEAD", Header(head, "x-method"));
        Assert.Equal(5, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        using var nothing = await SendAsync(pair, new HttpRequestMessage(HttpMethod.Get, "/nothing"));
        Assert.Equal(HttpStatusCode.NoContent, nothing.StatusCode);
        Assert.Empty(pair.Proxy.Faults);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Trailers_pass(bool fromHttp2, bool toHttp2)
    {
        // The framework's server has no trailers in HTTP/1.1.
        using var http1 = ScriptedBackend.Answering(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-end\r\n\r\n7\r\ncontent\r\n0\r\nx-end: done\r\n\r\n");
        await using var pair = await VersionPair.StartAsync(fromHttp2, toHttp2);
        if (!toHttp2)
            pair.Proxy.Endpoints("c", http1.EndPoint);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/trailers");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var response = await SendAsync(pair, request);
        Assert.Equal("content", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("done", Assert.Single(response.TrailingHeaders.GetValues("x-end")));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_response_that_breaks_off_is_not_taken_for_whole(bool fromHttp2, bool toHttp2)
    {
        await using var pair = await VersionPair.StartAsync(fromHttp2, toHttp2);
        using var response = await pair.Client.GetAsync(
            "/break", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        pair.Backend.Break.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(
            () => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var next = await SendAsync(pair, new HttpRequestMessage(HttpMethod.Get, "/"));
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Empty(pair.Proxy.Faults);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_client_that_goes_away_ends_the_endpoints_work(bool fromHttp2, bool toHttp2)
    {
        await using var pair = await VersionPair.StartAsync(fromHttp2, toHttp2);
        var response = await pair.Client.GetAsync(
            "/hang", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.Dispose();
        await pair.Backend.Aborted.Task.WaitAsync(ProxyHarness.Patience, TestContext.Current.CancellationToken);
        await pair.Proxy.UntilAsync(
            _ => pair.Proxy.Count("c", ClusterStat.UpstreamRqActive) == 0, "the request has ended");
        Assert.Empty(pair.Proxy.Faults);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task An_answer_that_does_not_wait_for_the_content_reaches_the_client(bool fromHttp2, bool toHttp2)
    {
        await using var pair = await VersionPair.StartAsync(fromHttp2, toHttp2);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/early")
        {
            Content = new ByteArrayContent(new byte[2_000_000]),
        };
        request.Headers.ExpectContinue = false;
        using var response = await SendAsync(pair, request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("too much", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(pair.Proxy.Faults);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_client_that_waits_to_be_asked_for_its_content_is_asked(bool fromHttp2, bool toHttp2)
    {
        await using var pair = await VersionPair.StartAsync(fromHttp2, toHttp2);
        using var client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            Expect100ContinueTimeout = ProxyHarness.Patience,
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{pair.EndPoint}/echo")
        {
            Content = new StringContent("hello"),
            Version = fromHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.ExpectContinue = true;
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken)
            .WaitAsync(ProxyHarness.Patience / 2, TestContext.Current.CancellationToken);
        Assert.Equal("hello", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(pair.Proxy.Faults);
    }

    [Fact]
    public async Task Trailers_of_a_request_pass_from_HTTP2_to_HTTP1()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", VersionPair.Http1Cluster, backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = RawFrames.Connect(endPoint);
        byte[] post = [0x83, 0x86, 0x84, 0x01, 4, .. "test"u8];
        byte[] trailers = [0x00, 5, .. "x-sum"u8, 2, .. "42"u8];
        client.Send(
        [
            .. RawFrames.Frame(RawFrames.Headers, RawFrames.EndHeaders, 1, post),
            .. RawFrames.Frame(RawFrames.Data, 0, 1, "content"u8),
            .. RawFrames.Frame(RawFrames.Headers, RawFrames.EndHeaders | RawFrames.EndStream, 1, trailers),
        ]);
        client.ReceiveOnly(RawFrames.Data, 1);
        Assert.True(backend.Requests.TryDequeue(out var request));
        Assert.EndsWith(
            "transfer-encoding: chunked\r\n\r\n7\r\ncontent\r\n0\r\nx-sum: 42\r\n\r\n", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trailers_of_a_request_pass_from_HTTP1_to_HTTP2()
    {
        await using var backend = await KestrelBackend.StartAsync(speaksHttp2: true, async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.WriteAsync(context.Request.GetTrailer("x-sum").ToString());
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", VersionPair.Http2Cluster, backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(
            ProxyHarness.RouteTo("c"), """ "httpProtocolOptions": { "enableTrailers": true }, """);
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync(
            "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nx-sum: 42\r\n\r\n");
        Assert.Contains("42", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task An_endpoint_that_does_not_answer_in_time_is_given_up(bool fromHttp2, bool toHttp2)
    {
        var never = new TaskCompletionSource();
        var backend = await KestrelBackend.StartAsync(toHttp2, _ => never.Task);
        var proxy = new ProxyHarness();
        proxy.Cluster("c", toHttp2 ? VersionPair.Http2Cluster : VersionPair.Http1Cluster, backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync("""{ "match": { "prefix": "/" }, "route": { "cluster": "c", "timeout": "0.2s" } }""");
        using var client = VersionPair.CreateClient(endPoint, fromHttp2);
        using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        never.SetResult();
        proxy.Dispose();
        await backend.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_web_socket_passes(bool fromHttp2, bool toHttp2)
    {
        await using var pair = await VersionPair.StartAsync(
            fromHttp2, toHttp2, manager: """ "upgradeConfigs": [ { "upgradeType": "websocket" } ], """);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = fromHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        await socket.ConnectAsync(new Uri($"ws://{pair.EndPoint}/websocket"), invoker, TestContext.Current.CancellationToken)
            .WaitAsync(ProxyHarness.Patience, TestContext.Current.CancellationToken);
        foreach (var length in (int[])[5, 60_000])
        {
            var sent = Content(length);
            await socket.SendAsync(sent, WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);
            Assert.Equal(sent, await ReceiveAsync(socket, length));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken)
            .WaitAsync(ProxyHarness.Patience, TestContext.Current.CancellationToken);
        await pair.Proxy.UntilAsync(
            _ => pair.Proxy.Count(HttpStat.DownstreamCxUpgradesActive) == 0, "the tunnel has ended");
        Assert.Equal(1, pair.Proxy.Count(HttpStat.DownstreamCxUpgradesTotal));
        Assert.Empty(pair.Proxy.Faults);
    }

    private static async Task<byte[]> ReceiveAsync(WebSocket socket, int length)
    {
        var buffer = new byte[length];
        for (var count = 0; count < length;)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(count), TestContext.Current.CancellationToken)
                .AsTask().WaitAsync(ProxyHarness.Patience);
            count += received.Count;
        }

        return buffer;
    }

    private static async Task<HttpResponseMessage> SendAsync(VersionPair pair, HttpRequestMessage request)
    {
        request.Version = pair.Client.DefaultRequestVersion;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return await pair.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    private static string Header(HttpResponseMessage response, string name) =>
        string.Join(",", response.Headers.GetValues(name));

    /// <summary>Content that is sent piece by piece, without a length.</summary>
    private sealed class UnknownLength(byte[] content) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var at = 0; at < content.Length; at += 7_777)
            {
                await stream.WriteAsync(content.AsMemory(at, Math.Min(7_777, content.Length - at)));
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
