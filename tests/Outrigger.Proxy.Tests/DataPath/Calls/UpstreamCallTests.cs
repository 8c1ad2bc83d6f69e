using System.Net;
using System.Net.Sockets;
using Outrigger.Proxy.Http.Calls;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath.Calls;

/// <summary>Requests that the proxy itself makes to its clusters.</summary>
public sealed class UpstreamCallTests
{
    [Fact]
    public async Task Request_and_response_are_carried_whole_and_the_connection_is_used_again()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("yes", "x-user: bob\r\n"));
        using var proxy = await SetUpAsync(backend.EndPoint);
        for (var round = 0; round < 3; round++)
        {
            var result = await CallRunner.CallAsync(proxy, "POST", "question");
            Assert.Equal((CallOutcome.Response, 200, "yes"), (result.Outcome, result.Status, result.Content));
            Assert.Contains("x-user: bob", result.Head, StringComparison.Ordinal);
        }

        Assert.Equal(1, backend.ConnectionsCount);
        Assert.StartsWith("POST /check HTTP/1.1\r\nhost: authz\r\n", backend.Requests.First(), StringComparison.Ordinal);
        Assert.EndsWith("question", backend.Requests.First(), StringComparison.Ordinal);
        Assert.Equal(3, proxy.Count("c", ClusterStat.UpstreamRqTotal));
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamRqActive));
        Assert.Equal(3, proxy.Count("c", ClusterStat.UpstreamRqCompleted));
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(300_000)]
    public async Task Content_of_any_length_goes_out(int length)
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("yes"));
        using var proxy = await SetUpAsync(backend.EndPoint);
        var result = await CallRunner.CallAsync(proxy, "POST", new string('q', length));
        Assert.Equal(CallOutcome.Response, result.Outcome);
        Assert.EndsWith(new string('q', length), backend.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_may_answer_before_it_has_read_is_heard()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveHeadAsync();
            await wire.SendAsync("HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno");
            await wire.IsEndedAsync();
        });
        using var proxy = await SetUpAsync(backend.EndPoint);
        var result = await CallRunner.CallAsync(proxy, "POST", new string('q', 8_000_000));
        Assert.Equal((CallOutcome.Response, 403, "no"), (result.Outcome, result.Status, result.Content));
    }

    [Fact]
    public async Task Time_that_is_over_ends_a_call_that_waits_for_an_answer()
    {
        using var backend = ScriptedBackend.Answering("");
        using var proxy = await SetUpAsync(backend.EndPoint);
        var result = await CallRunner.CallAsync(proxy, "GET", options: CallRunner.Options(timeoutMs: 50));
        Assert.Equal(CallOutcome.TimedOut, result.Outcome);
        Assert.Equal(1, proxy.Count("c", ClusterStat.UpstreamRqTimeout));
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamCxActive));
    }

    [Fact]
    public async Task Time_that_is_over_ends_a_call_that_waits_for_a_connection()
    {
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        // A backlog that is full answers nobody.
        var fillers = new List<Socket>();
        for (var index = 0; index < 4; index++)
        {
            var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            fillers.Add(filler);
            Assert.Throws<SocketException>(() => filler.Connect(full.LocalEndPoint!));
        }

        using var proxy = await SetUpAsync((IPEndPoint)full.LocalEndPoint!, connectTimeout: "15s");
        var result = await CallRunner.CallAsync(proxy, "GET", options: CallRunner.Options(timeoutMs: 50));
        Assert.Equal(CallOutcome.TimedOut, result.Outcome);
        fillers.ForEach(filler => filler.Dispose());
    }

    [Fact]
    public async Task A_call_that_nobody_wants_any_more_ends()
    {
        using var backend = ScriptedBackend.Answering("");
        using var proxy = await SetUpAsync(backend.EndPoint);
        UpstreamCall call = null!;
        var calling = CallRunner.CallAsync(proxy, "GET", onStarted: started => call = started);
        await proxy.UntilAsync(_ => !backend.Requests.IsEmpty, "the request");
        await proxy.RunOnWorkerAsync(_ =>
        {
            call.CancelIn(0);
            return true;
        });
        Assert.Equal(CallOutcome.Cancelled, (await calling).Outcome);
        Assert.Equal(1, proxy.Count("c", ClusterStat.UpstreamRqCancelled));
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamCxActive));
    }

    [Theory]
    [InlineData(true, nameof(CallOutcome.Response))]
    [InlineData(false, nameof(CallOutcome.Ended))]
    public async Task What_may_be_done_twice_is_sent_again_when_a_used_connection_ends(bool repeats, string expected)
    {
        var connections = 0;
        using var backend = new ScriptedBackend(async wire =>
        {
            var isFirst = Interlocked.Increment(ref connections) == 1;
            await wire.ReceiveMessageAsync();
            await wire.SendAsync(ScriptedBackend.Ok("yes"));
            await wire.ReceiveMessageAsync();
            if (!isFirst)
                await wire.SendAsync(ScriptedBackend.Ok("yes"));
        });
        using var proxy = await SetUpAsync(backend.EndPoint);
        await CallRunner.CallAsync(proxy, "POST", "question");
        var second = await CallRunner.CallAsync(proxy, "POST", "question", CallRunner.Options(repeats: repeats));
        Assert.Equal(expected, second.Outcome.ToString());
    }

    [Theory]
    [InlineData("HTTP/1.1 nonsense\r\n\r\n", nameof(CallOutcome.Malformed))]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 70000\r\n\r\n", nameof(CallOutcome.TooLarge))]
    public async Task Answers_that_are_unusable_are_told_apart(string answer, string expected)
    {
        using var backend = ScriptedBackend.Answering(answer + new string('x', 70_000));
        using var proxy = await SetUpAsync(backend.EndPoint);
        Assert.Equal(expected, (await CallRunner.CallAsync(proxy, "GET")).Outcome.ToString());
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamRqActive));
    }

    [Fact]
    public async Task Clusters_that_cannot_serve_are_told_apart()
    {
        using var proxy = await SetUpAsync(new IPEndPoint(IPAddress.Loopback, 1));
        Assert.Equal(CallOutcome.ConnectFailed, (await CallRunner.CallAsync(proxy, "GET")).Outcome);
        Assert.Equal(CallOutcome.NoCluster, (await CallRunner.CallAsync(proxy, "GET", cluster: "unknown")).Outcome);
        proxy.Endpoints("c");
        Assert.Equal(CallOutcome.NoEndpoint, (await CallRunner.CallAsync(proxy, "GET")).Outcome);
        Assert.Equal(1, proxy.Count("c", ClusterStat.UpstreamCxNoneHealthy));
    }

    [Fact]
    public async Task A_cluster_that_is_full_takes_no_call()
    {
        using var backend = ScriptedBackend.Answering("");
        using var proxy = await SetUpAsync(
            backend.EndPoint, options: """ "circuitBreakers": { "thresholds": [ { "maxRequests": 1 } ] }, """);
        UpstreamCall first = null!;
        var holding = CallRunner.CallAsync(proxy, "GET", onStarted: started => first = started);
        await proxy.UntilAsync(_ => !backend.Requests.IsEmpty, "the request");
        Assert.Equal(CallOutcome.Overflow, (await CallRunner.CallAsync(proxy, "GET")).Outcome);
        Assert.Equal(1, proxy.Count("c", ClusterStat.UpstreamRqPendingOverflow));
        await proxy.RunOnWorkerAsync(_ =>
        {
            first.CancelIn(0);
            return true;
        });
        await holding;
    }

    private static async Task<ProxyHarness> SetUpAsync(
        IPEndPoint endPoint, string options = "", string connectTimeout = "1s")
    {
        var proxy = new ProxyHarness();
        proxy.Cluster("c", options, connectTimeout, endPoint);
        await proxy.ApplyAsync();
        return proxy;
    }
}
