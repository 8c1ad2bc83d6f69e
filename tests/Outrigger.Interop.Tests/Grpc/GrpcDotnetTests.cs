using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Outrigger.Interop.Tests.Http;
using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Servers;
using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Grpc;

/// <summary>grpc-dotnet on both ends.</summary>
public sealed class GrpcDotnetTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Ways.OfHttp2), MemberType = typeof(Ways))]
    public async Task All_four_kinds_of_calls_work(string name)
    {
        var way = Way.Named(name);
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);
        using var channel = Channel(way, pair);
        var client = new Chat.ChatClient(channel);

        using var said = client.SayAsync(new Line { Text = "hello" }, cancellationToken: Cancellation);
        Assert.Equal("you said hello", (await said).Text);
        Assert.Equal("hello", said.GetTrailers().GetValue("x-said"));

        using var listen = client.Listen(new Wish { Count = 100 }, cancellationToken: Cancellation);
        var lines = await listen.ResponseStream.ReadAllAsync(Cancellation).Select(line => line.Text).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"line {i}"), lines);

        using var tell = client.Tell(cancellationToken: Cancellation);
        for (var i = 0; i < 100; i++)
        {
            await tell.RequestStream.WriteAsync(new Line { Text = $"line {i}" }, Cancellation);
        }

        await tell.RequestStream.CompleteAsync();
        Assert.Equal(100, (await tell).Count);

        using var talk = client.Talk(cancellationToken: Cancellation);
        for (var i = 0; i < 20; i++)
        {
            await talk.RequestStream.WriteAsync(new Line { Text = $"{i}" }, Cancellation);
            Assert.True(await talk.ResponseStream.MoveNext(Cancellation));
            Assert.Equal($"you said {i}", talk.ResponseStream.Current.Text);
        }

        await talk.RequestStream.CompleteAsync();
        Assert.False(await talk.ResponseStream.MoveNext(Cancellation));
        Assert.Equal(StatusCode.OK, talk.GetStatus().StatusCode);
    }

    [Theory]
    [MemberData(nameof(Ways.OfHttp2), MemberType = typeof(Ways))]
    public async Task Every_status_arrives_with_its_message(string name)
    {
        var way = Way.Named(name);
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);
        using var channel = Channel(way, pair);
        var client = new Chat.ChatClient(channel);

        for (var status = StatusCode.Cancelled; status <= StatusCode.Unauthenticated; status++)
        {
            var number = ((int)status).ToString(CultureInfo.InvariantCulture);
            var failure = await Assert.ThrowsAsync<RpcException>(
                async () => await client.FailAsync(new Line { Text = number }, cancellationToken: Cancellation));
            Assert.Equal(status, failure.StatusCode);
            Assert.Equal("as you wished: 100 % ✓", failure.Status.Detail);
        }
    }

    [Theory]
    [MemberData(nameof(Ways.OfHttp2), MemberType = typeof(Ways))]
    public async Task A_deadline_and_a_cancellation_end_a_call_that_is_never_answered(string name)
    {
        var way = Way.Named(name);
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);
        using var channel = Channel(way, pair);
        var client = new Chat.ChatClient(channel);
        await client.SayAsync(new Line { Text = "warm" }, cancellationToken: Cancellation);

        var late = await Assert.ThrowsAsync<RpcException>(async () => await client.WaitAsync(
            new Line(), deadline: DateTime.UtcNow.AddMilliseconds(200), cancellationToken: Cancellation));
        using var cancelled = client.WaitAsync(new Line(), cancellationToken: Cancellation);
        cancelled.Dispose();

        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
        await Deadline.UntilAsync(async () => await pair.Far.StatAsync("cluster.target.upstream_rq_active") == 0);
        Assert.Equal("you said again", (await client.SayAsync(
            new Line { Text = "again" }, cancellationToken: Cancellation)).Text);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_unavailable()
    {
        var way = Way.Named("h2 plain");
        await using var pair = await ProxyPair.StartAsync(way, Ports.Free());
        using var channel = Channel(way, pair);
        var client = new Chat.ChatClient(channel);

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await client.SayAsync(new Line { Text = "hello" }, cancellationToken: Cancellation));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    private static GrpcChannel Channel(Way way, ProxyPair pair) => GrpcChannel.ForAddress(
        $"{way.Scheme}://{TestCertificates.HostName}",
        new GrpcChannelOptions { HttpHandler = DotnetClient.Handler(pair.Port), DisposeHttpClient = true });
}
