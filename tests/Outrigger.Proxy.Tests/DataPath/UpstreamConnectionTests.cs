using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath;

public sealed class UpstreamConnectionTests
{
    private const string Get = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

    [Fact]
    public async Task A_kept_connection_that_its_peer_closes_on_the_next_request_is_replaced_unseen()
    {
        var connections = 0;
        using var backend = new ScriptedBackend(async wire =>
        {
            var isFirst = Interlocked.Increment(ref connections) == 1;
            await wire.ReceiveMessageAsync();
            await wire.SendAsync(ScriptedBackend.Ok("ok"));
            await wire.ReceiveMessageAsync();
            if (!isFirst)
                await wire.SendAsync(ScriptedBackend.Ok("again"));
            else
                wire.Reset();
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        proxy.Listener(ProxyHarness.HttpListenerJson("http", ProxyHarness.RouteTo("c"), includesAttempts: true));
        await proxy.ApplyAsync();
        using var client = await Wire.ConnectAsync(await proxy.EndPointAsync("http"));
        foreach (var attempts in new[] { "1", "2", "1" })
        {
            await client.SendAsync(Get);
            var response = await client.ReceiveMessageAsync();
            Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
            Assert.Equal(attempts, Wire.Header(response, "x-envoy-attempt-count"));
        }

        Assert.Equal(2, backend.ConnectionsCount);
        Assert.Equal(1, proxy.Count("c", ClusterStat.UpstreamRqRetrySuccess));
    }

    [Fact]
    public async Task A_request_with_content_is_not_sent_twice()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveMessageAsync();
            await wire.SendAsync(ScriptedBackend.Ok("ok"));
            await wire.ReceiveMessageAsync();
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync(Get);
        await client.ReceiveMessageAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\nx");
        Assert.StartsWith("HTTP/1.1 503 ", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        Assert.Equal(1, backend.ConnectionsCount);
    }

    [Theory]
    [InlineData("GET", "", 200)]
    [InlineData("HEAD", "", 200)]
    [InlineData("OPTIONS", "", 200)]
    [InlineData("TRACE", "", 200)]
    [InlineData("PUT", "", 200)]
    [InlineData("PUT", "content-length: 0\r\n", 200)]
    [InlineData("DELETE", "", 200)]
    [InlineData("DELETE", "content-length: 1\r\n", 503)]
    [InlineData("POST", "", 503)]
    [InlineData("POST", "content-length: 0\r\n", 503)]
    [InlineData("PATCH", "", 503)]
    [InlineData("PROPFIND", "", 503)]
    public async Task Only_what_may_be_done_twice_is_sent_again(string method, string fields, int status)
    {
        var connections = 0;
        using var backend = new ScriptedBackend(async wire =>
        {
            var isFirst = Interlocked.Increment(ref connections) == 1;
            await wire.ReceiveMessageAsync();
            await wire.SendAsync(ScriptedBackend.Ok("ok"));
            if (!isFirst)
                return;
            await wire.ReceiveHeadAsync();
            wire.Reset();
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync(Get);
        await client.ReceiveMessageAsync();
        var content = fields.EndsWith("1\r\n", StringComparison.Ordinal) ? "x" : "";
        await client.SendAsync($"{method} / HTTP/1.1\r\nhost: a\r\n{fields}\r\n{content}");
        Assert.StartsWith($"HTTP/1.1 {status} ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(status == 200 ? 2 : 1, backend.ConnectionsCount);
        Assert.Equal(status == 200 ? 1 : 0, proxy.Count("c", ClusterStat.UpstreamRqRetry));
    }

    [Fact]
    public async Task Nothing_follows_content_with_other_codings_on_its_connection()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync(
            "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + Get);
        await client.ReceiveMessageAsync();
        await client.ReceiveMessageAsync();
        Assert.Equal(2, backend.ConnectionsCount);
        Assert.True(backend.Requests.TryDequeue(out var request));
        Assert.Contains(
            "\r\ntransfer-encoding: gzip, chunked\r\nconnection: close\r\n\r\n", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_idle_connection_that_its_peer_closes_leaves_the_pool()
    {
        var close = new TaskCompletionSource();
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveMessageAsync();
            await wire.SendAsync(ScriptedBackend.Ok("ok"));
            await close.Task;
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync(Get);
        await client.ReceiveMessageAsync();
        close.SetResult();
        await proxy.UntilAsync(_ => proxy.Count("c", ClusterStat.UpstreamCxActive) == 0, "the connection is closed");
        await client.SendAsync(Get);
        Assert.StartsWith("HTTP/1.1 200 ", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamRqRetry));
    }

    [Fact]
    public async Task An_endpoint_that_breaks_off_resets_the_client()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveMessageAsync();
            await wire.SendAsync("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf");
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync(Get);
        await client.ReceiveHeadAsync();
        Assert.True((await client.ReceiveToEndAsync()).Length < 100);
        Assert.Equal(1, proxy.Count(HttpStat.RqResetAfterDownstreamResponseStarted));
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamRqActive));
    }

    [Fact]
    public async Task Connections_are_given_up_after_their_number_of_requests()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness();
        proxy.Cluster(
            "c",
            """
            "typedExtensionProtocolOptions": { "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
              "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
              "commonHttpProtocolOptions": { "maxRequestsPerConnection": 2 },
              "explicitHttpConfig": { "httpProtocolOptions": {} } } },
            """,
            backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var client = await Wire.ConnectAsync(endPoint);
        for (var round = 0; round < 6; round++)
        {
            await client.SendAsync(Get);
            await client.ReceiveMessageAsync();
        }

        Assert.Equal(3, backend.ConnectionsCount);
    }

    [Fact]
    public async Task Removing_an_endpoint_closes_its_idle_connections_and_lets_busy_ones_finish()
    {
        var release = new TaskCompletionSource();
        using var leaving = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveMessageAsync();
            await wire.SendAsync(ScriptedBackend.Ok("leaving"));
            await wire.ReceiveMessageAsync();
            await release.Task;
            await wire.SendAsync(ScriptedBackend.Ok("last"));
            await wire.ReceiveToEndAsync();
        });
        using var staying = ScriptedBackend.Answering(ScriptedBackend.Ok("staying"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", leaving.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var busy = await Wire.ConnectAsync(endPoint);
        using var other = await Wire.ConnectAsync(endPoint);
        await busy.SendAsync(Get);
        await busy.ReceiveMessageAsync();
        await busy.SendAsync(Get);
        await proxy.UntilAsync(_ => proxy.Count("c", ClusterStat.UpstreamRqActive) == 1, "a request is under way");
        await other.SendAsync(Get);
        await other.ReceiveMessageAsync();
        Assert.Equal(2, proxy.Count("c", ClusterStat.UpstreamCxActive));

        proxy.Endpoints("c", staying.EndPoint);
        proxy.Pool.RefreshEndpoints();
        await proxy.UntilAsync(_ => proxy.Count("c", ClusterStat.UpstreamCxActive) == 1, "the idle connection closes");
        await other.SendAsync(Get);
        Assert.EndsWith("staying", await other.ReceiveMessageAsync(), StringComparison.Ordinal);
        release.SetResult();
        Assert.EndsWith("last", await busy.ReceiveMessageAsync(), StringComparison.Ordinal);
        await proxy.UntilAsync(_ => proxy.Count("c", ClusterStat.UpstreamCxActive) == 1, "the busy connection closes");
    }
}
