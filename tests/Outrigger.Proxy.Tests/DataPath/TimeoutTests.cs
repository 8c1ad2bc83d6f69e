using Microsoft.Extensions.Time.Testing;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>Time limits, on a clock that the tests move.</summary>
public sealed class TimeoutTests
{
    private const string Get = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

    [Fact]
    public async Task A_request_head_that_does_not_end_is_answered_with_408()
    {
        using var setup = await Setup.CreateAsync(""" "requestHeadersTimeout": "5s", """);
        await setup.Client.SendAsync("GET / HTTP/1.1\r\nhost");
        await setup.Proxy.UntilAsync(
            _ => setup.Proxy.Stats.Http("test").Read(HttpStat.DownstreamCxTotal) == 1, "the connection");
        await setup.PassAsync(seconds: 6);
        Assert.StartsWith("HTTP/1.1 408 ", await setup.Client.ReceiveToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_answered_with_408_though_bytes_come()
    {
        using var setup = await Setup.CreateAsync(""" "requestTimeout": "10s", """);
        await setup.Client.SendAsync("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc");
        await setup.WaitForActiveAsync();
        for (var second = 0; second < 12; second += 3)
        {
            await setup.PassAsync(3);
            await setup.Client.SendAsync("x");
        }

        Assert.StartsWith("HTTP/1.1 408 ", await setup.Client.ReceiveHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(1, setup.Proxy.Count(HttpStat.DownstreamRqTimeout));
    }

    [Theory]
    [InlineData(""" "commonHttpProtocolOptions": { "maxStreamDuration": "10s" }, """, "")]
    [InlineData("", """ "maxStreamDuration": { "maxStreamDuration": "10s" }, """)]
    public async Task A_stream_has_its_time_though_its_content_never_ends(string manager, string route)
    {
        using var setup = await Setup.CreateAsync(manager, route);
        await setup.Client.SendAsync("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc");
        await setup.WaitForActiveAsync();
        for (var second = 0; second < 12; second += 3)
        {
            await setup.PassAsync(3);
            await setup.Client.SendAsync("x");
        }

        Assert.StartsWith("HTTP/1.1 408 ", await setup.Client.ReceiveHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_idle_connection_is_closed_without_a_word()
    {
        using var setup = await Setup.CreateAsync(""" "commonHttpProtocolOptions": { "idleTimeout": "60s" }, """);
        setup.Release.SetResult();
        await setup.Client.SendAsync(Get);
        await setup.Client.ReceiveMessageAsync();
        await setup.PassAsync(seconds: 61);
        Assert.True(await setup.Client.IsEndedAsync());
        Assert.Equal(1, setup.Proxy.Count(HttpStat.DownstreamCxIdleTimeout));
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_in_time_is_a_504()
    {
        using var setup = await Setup.CreateAsync("");
        await setup.Client.SendAsync(Get);
        await setup.WaitForActiveAsync();
        await setup.PassAsync(seconds: 16);
        var response = await setup.Client.ReceiveMessageAsync();
        Assert.StartsWith("HTTP/1.1 504 ", response, StringComparison.Ordinal);
        Assert.EndsWith("upstream request timeout", response, StringComparison.Ordinal);
        Assert.Equal(1, setup.Proxy.Count("c", ClusterStat.UpstreamRqTimeout));
        Assert.Equal(1, setup.Proxy.Stats.Cluster("c").Merge().Statuses[504 - 100]);
        Assert.Equal(0, setup.Proxy.Count("c", ClusterStat.UpstreamCxActive));
    }

    [Fact]
    public async Task A_client_that_stops_sending_its_content_is_answered_with_408()
    {
        using var setup = await Setup.CreateAsync(""" "streamIdleTimeout": "10s", """);
        await setup.Client.SendAsync("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nabc");
        await setup.WaitForActiveAsync();
        await setup.PassAsync(seconds: 11);
        Assert.StartsWith("HTTP/1.1 408 ", await setup.Client.ReceiveToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(0, setup.Proxy.Count("c", ClusterStat.UpstreamRqActive));
    }

    [Fact]
    public async Task A_client_that_left_is_given_a_second_and_then_the_endpoint_is_told()
    {
        using var setup = await Setup.CreateAsync("");
        await setup.Client.SendAsync(Get);
        await setup.WaitForActiveAsync();
        setup.Client.Dispose();
        await setup.Proxy.UntilAsync(
            worker =>
            {
                setup.Time.Advance(TimeSpan.FromMilliseconds(100));
                return setup.Proxy.Count("c", ClusterStat.UpstreamRqCancelled) == 1;
            },
            "the request is cancelled");
        Assert.Equal(0, setup.Proxy.Count("c", ClusterStat.UpstreamCxActive));
        Assert.Equal(0, setup.Proxy.Count("c", ClusterStat.UpstreamRqTimeout));
    }

    private sealed class Setup : IDisposable
    {
        private readonly ScriptedBackend _backend;

        private Setup()
        {
            Proxy = new ProxyHarness(time: Time);
            _backend = new ScriptedBackend(async wire =>
            {
                await wire.ReceiveHeadAsync();
                await Release.Task;
                await wire.SendAsync(ScriptedBackend.Ok("late"));
                await wire.ReceiveToEndAsync();
            });
        }

        public FakeTimeProvider Time { get; } = new();

        public TaskCompletionSource Release { get; } = new();

        public ProxyHarness Proxy { get; }

        public Wire Client { get; private set; } = null!;

        public static async Task<Setup> CreateAsync(string manager, string route = "")
        {
            var setup = new Setup();
            setup.Proxy.Cluster("c", setup._backend.EndPoint);
            setup.Client = await Wire.ConnectAsync(
                await setup.Proxy.ListenHttpAsync(ProxyHarness.RouteTo("c", route), manager));
            return setup;
        }

        public Task WaitForActiveAsync() => Proxy.UntilAsync(
            worker => Proxy.Count("c", ClusterStat.UpstreamRqActive) == 1
                && Proxy.Count("c", ClusterStat.UpstreamCxActive) == 1,
            "the request is with the endpoint");

        public async Task PassAsync(int seconds)
        {
            // One round so that what was sent is waited for, then the time, then a round that sees it.
            await Proxy.RunOnWorkerAsync(_ => 0);
            Time.Advance(TimeSpan.FromSeconds(seconds));
            await Proxy.RunOnWorkerAsync(_ => 0);
        }

        public void Dispose()
        {
            Client.Dispose();
            Proxy.Dispose();
            _backend.Dispose();
        }
    }
}
