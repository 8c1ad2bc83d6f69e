using Grpc.Core;
using Outrigger.Xds.Client;
using Outrigger.Xds.Tests.Support;
using static Outrigger.Xds.TypeUrl;
using TestServer = Outrigger.Xds.Tests.Support.ScriptedServer<
    Envoy.Service.Discovery.V3.DeltaDiscoveryRequest, Envoy.Service.Discovery.V3.DeltaDiscoveryResponse>;
using TestStream = Outrigger.Xds.Tests.Support.ScriptedStream<
    Envoy.Service.Discovery.V3.DeltaDiscoveryRequest, Envoy.Service.Discovery.V3.DeltaDiscoveryResponse>;

namespace Outrigger.Xds.Tests.Client;

/// <summary>Reconnection, and what does not arrive in time.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Waits_double_from_500_ms_to_30_s_for_ever()
    {
        var server = new TestServer { IsDown = true };
        await using ClientRunner runner = new(
            server, XdsVariant.Delta, options => options with { InitialFetchTimeout = TimeSpan.Zero });
        runner.Consumer.RecordsConnection = true;
        runner.Client.SubscribeAll(Cluster);
        runner.Start();
        // Half of each bound, since the generator of the test always draws the middle.
        double[] waitsMs = [250, 500, 1000, 2000, 4000, 8000, 15000, 15000];
        foreach (double waitMs in waitsMs)
        {
            await runner.Consumer.ExpectAsync(
                $"disconnected (Unavailable: nobody listens) retry in {waitMs} ms");
            int calls = server.CallCount;
            runner.Time.Advance(TimeSpan.FromMilliseconds(waitMs) - TimeSpan.FromTicks(1));
            Assert.Equal(calls, server.CallCount);
            server.IsDown = waitMs != 15000 || calls < waitsMs.Length;
            runner.Time.Advance(TimeSpan.FromTicks(1));
        }

        // A stream alone proves nothing: the server may end it at once.
        TestStream mute = await server.AcceptAsync();
        mute.End(new RpcException(new Status(StatusCode.Unavailable, "mute")));
        await runner.Consumer.ExpectAsync("disconnected (Unavailable: mute) retry in 15000 ms");
        runner.Time.Advance(TimeSpan.FromSeconds(15));
        TestStream stream = await server.AcceptAsync();
        Assert.Equal(ConnectionState.Disconnected, runner.Client.State);
        await stream.SendAsync(Responses.Delta(Cluster, "n1", []));
        await runner.Consumer.ExpectAsync("connected");
        Assert.Equal(ConnectionState.Connected, runner.Client.State);
    }

    [Fact]
    public async Task A_response_resets_the_wait()
    {
        var server = new TestServer();
        await using ClientRunner runner = new(server, XdsVariant.Delta);
        runner.Consumer.RecordsConnection = true;
        runner.Client.SubscribeAll(Cluster);
        runner.Start();
        for (int round = 0; round < 5; round++)
        {
            TestStream stream = await server.AcceptAsync();
            await stream.SendAsync(Responses.Delta(Cluster, "n1", []));
            await runner.Consumer.ExpectAsync("connected");
            await runner.Consumer.ExpectAsync("CDS");
            stream.End(null);
            await runner.Consumer.ExpectAsync("disconnected (the server ended the stream) retry in 250 ms");
            Assert.Equal(ConnectionState.Disconnected, runner.Client.State);
            runner.Time.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.25)]
    [InlineData(0.999)]
    public void Each_wait_is_drawn_evenly_up_to_its_bound(double drawn)
    {
        var backOff = new JitteredBackOff(
            TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30), new Fixed(drawn));
        double[] boundsMs = [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000];
        foreach (double boundMs in boundsMs)
            Assert.Equal(boundMs * drawn, backOff.Next().TotalMilliseconds, precision: 3);
        backOff.Reset();
        Assert.Equal(500 * drawn, backOff.Next().TotalMilliseconds, precision: 3);
    }

    [Fact]
    public async Task What_does_not_arrive_in_time_is_reported_once_connected_or_not()
    {
        var server = new TestServer();
        await using ClientRunner runner = new(server, XdsVariant.Delta, options => options with
        {
            InitialFetchTimeout = TimeSpan.FromSeconds(10),
            InitialFetchTimeoutByType = new Dictionary<TypeUrl, TimeSpan>
            {
                [Listener] = TimeSpan.Zero,
                [RouteConfiguration] = TimeSpan.FromSeconds(3),
            },
        });
        runner.Client.SubscribeAll(Cluster);
        runner.Client.SubscribeAll(Listener);
        runner.Client.Subscribe(ClusterLoadAssignment, ["a", "b", "c", "d"]);
        runner.Client.Subscribe(RouteConfiguration, ["r"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        await stream.SendAsync(Responses.Delta(ClusterLoadAssignment, "n1", [("a", "1"), ("d", "bad")], "b"));
        await runner.Consumer.ExpectAsync("EDS a=1 d=bad -b");
        runner.Time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        runner.Consumer.ExpectNothingMore();
        runner.Time.Advance(TimeSpan.FromTicks(1));
        await runner.Consumer.ExpectAsync("timeout RDS r");
        runner.Consumer.RecordsConnection = true;
        server.IsDown = true;
        stream.End(null);
        await runner.Consumer.ExpectAsync("disconnected (the server ended the stream) retry in 250 ms");
        runner.Consumer.RecordsConnection = false;
        runner.Time.Advance(TimeSpan.FromSeconds(7));
        await runner.Consumer.ExpectAsync("timeout CDS *");
        await runner.Consumer.ExpectAsync("timeout EDS c");
        runner.Time.Advance(TimeSpan.FromHours(1));
        runner.Consumer.ExpectNothingMore();
    }

    [Fact]
    public async Task What_arrives_after_its_time_is_taken_all_the_same()
    {
        var server = new TestServer();
        await using ClientRunner runner = new(server, XdsVariant.Delta);
        runner.Client.Subscribe(RouteConfiguration, ["r"]);
        runner.Start();
        TestStream stream = await server.AcceptAsync();
        runner.Time.Advance(TimeSpan.FromSeconds(15));
        await runner.Consumer.ExpectAsync("timeout RDS r");
        await stream.SendAsync(Responses.Delta(RouteConfiguration, "n1", [("r", "1")]));
        await runner.Consumer.ExpectAsync("RDS r=1");
    }

    private sealed class Fixed(double drawn) : Random
    {
        public override double NextDouble() => drawn;
    }
}
