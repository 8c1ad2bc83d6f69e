using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>Changes of configuration lose no request and no connection that need not be lost.</summary>
public sealed class ConfigurationChangeTests
{
    private const string Get = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

    [Fact]
    public async Task Routes_and_endpoints_change_under_load_without_a_failed_request()
    {
        using var first = ScriptedBackend.Answering(ScriptedBackend.Ok("1"));
        using var second = ScriptedBackend.Answering(ScriptedBackend.Ok("2"));
        using var proxy = new ProxyHarness(concurrency: 2);
        proxy.Cluster("a", first.EndPoint);
        proxy.Cluster("b", second.EndPoint);
        var port = LocalReplyTests.ClosedEndPoint().Port;
        proxy.Listener(ProxyHarness.HttpListenerJson("http", ProxyHarness.RouteTo("a"), port: port));
        await proxy.ApplyAsync();
        var endPoint = new IPEndPoint(IPAddress.Loopback, port);
        var stops = false;
        var clients = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using var client = await Wire.ConnectAsync(endPoint);
            var answers = new HashSet<string>();
            while (!Volatile.Read(ref stops))
            {
                await client.SendAsync(Get);
                var response = await client.ReceiveMessageAsync();
                Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
                answers.Add(response[^1..]);
            }

            return answers;
        })).ToList();
        for (var round = 0; round < 100; round++)
        {
            var target = round % 2 == 0 ? "b" : "a";
            proxy.Routes("http", ProxyHarness.RouteTo(target));
            proxy.Endpoints("a", round % 3 == 0 ? second.EndPoint : first.EndPoint);
            proxy.Pool.RefreshEndpoints();
            await proxy.RunOnWorkerAsync(_ => 0);
            var before = proxy.Count(HttpStat.DownstreamRqTotal);
            await proxy.UntilAsync(_ => proxy.Count(HttpStat.DownstreamRqTotal) > before + 20, "requests go on");
        }

        Volatile.Write(ref stops, true);
        var answers = await Task.WhenAll(clients);
        Assert.All(answers, seen => Assert.Equal(2, seen.Count));
        Assert.Equal(8, proxy.Count(HttpStat.DownstreamCxTotal));
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task Another_connect_timeout_holds_for_the_next_connection()
    {
        // A queue that is full takes no further connection: its attempt gets no answer.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var backend = (IPEndPoint)listener.LocalEndPoint!;
        using var queued = await Wire.ConnectAsync(backend);
        var time = new FakeTimeProvider();
        using var proxy = new ProxyHarness(time: time);
        proxy.Cluster("c", backend);
        using var client = await Wire.ConnectAsync(await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c")));
        await FailAfterAsync(seconds: 1);
        proxy.ClusterJson(
            """{ "name": "c", "connectTimeout": "4s", "type": "EDS", "edsClusterConfig": { "edsConfig": { "ads": {} } } }""");
        await proxy.ApplyAsync();
        await FailAfterAsync(seconds: 4);

        async Task FailAfterAsync(int seconds)
        {
            await client.SendAsync(Get);
            await proxy.UntilAsync(_ => proxy.Count("c", ClusterStat.UpstreamRqPendingActive) == 1, "the attempt");
            time.Advance(TimeSpan.FromMilliseconds((seconds * 1000) - 100));
            await proxy.RunOnWorkerAsync(_ => 0);
            await proxy.RunOnWorkerAsync(_ => 0);
            Assert.Equal(1, proxy.Count("c", ClusterStat.UpstreamRqPendingActive));
            time.Advance(TimeSpan.FromMilliseconds(200));
            await proxy.RunOnWorkerAsync(_ => 0);
            Assert.StartsWith("HTTP/1.1 503 ", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_removed_listener_stops_accepting_and_its_connections_end_after_their_request()
    {
        var release = new TaskCompletionSource();
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveHeadAsync();
            await release.Task;
            await wire.SendAsync(ScriptedBackend.Ok("late"));
            await wire.ReceiveToEndAsync();
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var busy = await Wire.ConnectAsync(endPoint);
        await busy.SendAsync(Get);
        await proxy.UntilAsync(_ => proxy.Count("c", ClusterStat.UpstreamRqActive) == 1, "a request is under way");
        proxy.RemoveListener("http");
        await proxy.ApplyAsync();
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(() => Wire.ConnectAsync(endPoint));
        release.SetResult();
        var response = await busy.ReceiveMessageAsync();
        Assert.EndsWith("late", response, StringComparison.Ordinal);
        Assert.Equal("close", Wire.Header(response, "connection"));
        Assert.True(await busy.IsEndedAsync());
        Assert.Equal(0, await proxy.Pool.CountConnectionsAsync());
    }

    [Fact]
    public async Task A_changed_chain_drains_its_connections_and_an_unchanged_listener_keeps_them()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var changed = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        var unchanged = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"), name: "other");
        using var old = await Wire.ConnectAsync(changed);
        using var kept = await Wire.ConnectAsync(unchanged);
        await old.SendAsync(Get);
        await old.ReceiveMessageAsync();
        await kept.SendAsync(Get);
        await kept.ReceiveMessageAsync();

        proxy.Listener(ProxyHarness.HttpListenerJson(
            "http", """{ "match": { "prefix": "/" }, "directResponse": { "status": 204 } }"""));
        await proxy.ApplyAsync();
        using var fresh = await Wire.ConnectAsync(await proxy.EndPointAsync("http"));
        await fresh.SendAsync(Get);
        Assert.StartsWith("HTTP/1.1 204 ", await fresh.ReceiveHeadAsync(), StringComparison.Ordinal);
        await old.SendAsync(Get);
        Assert.Equal("close", Wire.Header(await old.ReceiveMessageAsync(), "connection"));
        await kept.SendAsync(Get);
        Assert.Null(Wire.Header(await kept.ReceiveMessageAsync(), "connection"));
    }

    [Fact]
    public async Task A_drain_of_all_closes_idle_connections_and_waits_for_busy_ones()
    {
        var release = new TaskCompletionSource();
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveHeadAsync();
            await release.Task;
            await wire.SendAsync(ScriptedBackend.Ok("late"));
            await wire.ReceiveToEndAsync();
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        using var idle = await Wire.ConnectAsync(endPoint);
        using var busy = await Wire.ConnectAsync(endPoint);
        await busy.SendAsync(Get);
        await proxy.UntilAsync(
            worker => worker.ConnectionsCount == 2 && proxy.Count("c", ClusterStat.UpstreamRqActive) == 1,
            "one idle and one busy connection");
        var drain = proxy.Pool.DrainAsync();
        Assert.True(await idle.IsEndedAsync());
        Assert.False(drain.IsCompleted);
        release.SetResult();
        Assert.EndsWith("late", await busy.ReceiveMessageAsync(), StringComparison.Ordinal);
        await drain.InTime();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_the_drain_time_what_is_left_is_closed(bool isHttp)
    {
        var release = new TaskCompletionSource();
        using var backend = new ScriptedBackend(_ => release.Task);
        using var proxy = new ProxyHarness(drainTimeMs: 50);
        proxy.Cluster("c", backend.EndPoint);
        proxy.Listener(isHttp
            ? ProxyHarness.HttpListenerJson("l", """{ "match": { "prefix": "/" }, "route": { "cluster": "c", "timeout": "0s" } }""")
            : TcpProxyTests.ListenerJson("l", """ "cluster": "c" """));
        await proxy.ApplyAsync();
        using var busy = await Wire.ConnectAsync(await proxy.EndPointAsync("l"));
        await busy.SendAsync(Get);
        if (!isHttp)
            busy.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        await proxy.UntilAsync(_ => proxy.Count("c", ClusterStat.UpstreamCxActive) == 1, "a request is under way");
        await proxy.Pool.DrainAsync().InTime();
        Assert.True(await busy.IsEndedAsync());
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamRqActive));
        Assert.Empty(proxy.Faults);
        release.SetResult();
    }
}
