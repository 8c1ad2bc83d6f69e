using System.Net;
using System.Net.Sockets;
using Outrigger.Xds.Client;
using Outrigger.Xds.Server;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Status;
using Outrigger.Xds.Tests.Support;
using static Outrigger.Xds.Tests.Support.TestResource;
using static Outrigger.Xds.TypeUrl;

namespace Outrigger.Xds.Tests.Client;

/// <summary>Our client against our server, over HTTP/2 and in memory, in both variants.</summary>
public sealed class ClientAndServerTests
{
    [Theory, BothVariants]
    public async Task A_change_reaches_the_consumer_over_http2_and_the_server_sees_it_accepted(
        XdsVariant variant)
    {
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Endpoints("a"), Listener("l"), Route("r"));
        await using ClientRunner runner = new(host.CreateChannel().CreateCallInvoker(), variant);
        Follow(runner);
        runner.Start();
        Assert.Empty((await WaitForClientAsync(host.Server, 1, runner)).Rejections);
        Assert.Equal("CDS a=1, EDS a=1, LDS l=1, RDS r=1", StateOf(runner));
        host.Set(
            2, Cluster("a"), Cluster("b"), Endpoints("a"), Endpoints("b"), Listener("l"), Route("r", "a,b"));
        Assert.Empty((await WaitForClientAsync(host.Server, 2, runner)).Rejections);
        Assert.Equal("CDS a=1, CDS b=1, EDS a=1, EDS b=1, LDS l=1, RDS r=a,b", StateOf(runner));
        host.Set(3, Cluster("b"), Endpoints("b"), Listener("l"), Route("r", "b"));
        Assert.Empty((await WaitForClientAsync(host.Server, 3, runner)).Rejections);
        Assert.Equal("CDS b=1, EDS b=1, LDS l=1, RDS r=b", StateOf(runner));
        host.Set(4, Cluster("b", "bad"), Endpoints("b"), Listener("l"), Route("r", "b"));
        ClientStatus rejecting = await WaitForClientAsync(host.Server, 4, runner);
        Assert.Equal(
            "CDS: 1 rejected: b: content: found 'bad'", rejecting.Rejections.Single().RejectionDetail);
        Assert.Equal("CDS b=1, EDS b=1, LDS l=1, RDS r=b", StateOf(runner));
    }

    [Theory, BothVariants]
    public async Task Over_a_unix_socket_a_client_connects_and_is_told_when_the_server_dies(
        XdsVariant variant)
    {
        string path = Path.Combine(Path.GetTempPath(), $"outrigger-xds-{Guid.NewGuid():n}.sock");
        AdsHost host = await AdsHost.StartAsync(unixSocket: path);
        host.Set(1, Cluster("a"));
        using Grpc.Net.Client.GrpcChannel channel = AdsChannel.CreateUnix(path);
        await using ClientRunner runner = new(channel.CreateCallInvoker(), variant);
        runner.Consumer.RecordsConnection = true;
        runner.Client.SubscribeAll(TypeUrl.Cluster);
        runner.Start();
        await runner.Consumer.ExpectAsync("connected");
        await runner.Consumer.ExpectAsync("CDS a=1");
        await host.DisposeAsync();
        Assert.StartsWith("disconnected", await runner.Consumer.NextAsync());
        Assert.Equal(ConnectionState.Disconnected, runner.Client.State);
        Assert.Equal("CDS a=1", StateOf(runner));
    }

    [Fact]
    public async Task A_server_that_accepts_and_then_says_nothing_is_given_up_by_its_missing_pings()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using Grpc.Net.Client.GrpcChannel channel = AdsChannel.CreateTcp(
            "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, keepAlive: TimeSpan.FromSeconds(1));
        await using ClientRunner runner = new(channel.CreateCallInvoker(), XdsVariant.Delta);
        runner.Consumer.RecordsConnection = true;
        runner.Client.SubscribeAll(TypeUrl.Cluster);
        runner.Start();
        using TcpClient silent = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("disconnected", await runner.Consumer.NextAsync());
    }

    [Fact]
    public async Task A_restarted_server_with_the_same_content_sends_a_delta_client_nothing()
    {
        ResourceSnapshot snapshot = Snapshot(1, Cluster("a"), Endpoints("a"), Listener("l"), Route("r"));
        AdsServer first = CreateServer(out ResourceCache cache);
        cache.Set(TestClassifier.DefaultGroup, snapshot);
        var loopback = new LoopbackInvoker(first);
        await using ClientRunner runner = new(loopback, XdsVariant.Delta);
        Follow(runner);
        runner.Start();
        await WaitForClientAsync(first, 1, runner);
        string before = StateOf(runner);

        AdsServer second = CreateServer(out ResourceCache restarted);
        restarted.Set(TestClassifier.DefaultGroup,
            Snapshot(1, Cluster("a"), Endpoints("a"), Listener("l"), Route("r")));
        loopback.Server = second;
        runner.Consumer.OnUpdate = update => Assert.Fail($"an update of {update.Type}");
        loopback.Break();
        Assert.Empty((await WaitForClientAsync(second, 1, runner)).Rejections);
        Assert.Equal(before, StateOf(runner));
        restarted.Set(TestClassifier.DefaultGroup,
            Snapshot(2, Cluster("a"), Endpoints("a", "2"), Listener("l"), Route("r")));
        runner.Consumer.OnUpdate = update => Assert.Equal(ClusterLoadAssignment, update.Type);
        Assert.Empty((await WaitForClientAsync(second, 2, runner)).Rejections);
        Assert.Equal("CDS a=1, EDS a=2, LDS l=1, RDS r=1", StateOf(runner));
    }

    /// <summary>Subscribes as a proxy does: all clusters and listeners, and what they name.</summary>
    internal static void Follow(ClientRunner runner)
    {
        runner.Consumer.OnUpdated = update =>
        {
            if (update.Type == TypeUrl.Cluster)
                runner.Client.SetNames(ClusterLoadAssignment, NamesOf(runner, TypeUrl.Cluster));
            else if (update.Type == TypeUrl.Listener)
                runner.Client.SetNames(RouteConfiguration, ["r"]);
            runner.Consumer.Keep(ClusterLoadAssignment, NamesOf(runner, TypeUrl.Cluster));
        };
        runner.Client.SubscribeAll(TypeUrl.Cluster);
        runner.Client.SubscribeAll(TypeUrl.Listener);
    }

    internal static string StateOf(ClientRunner runner) => string.Join(", ", runner.Consumer.State
        .Select(entry => $"{entry.Key.Type} {entry.Key.Name}={entry.Value}").Order(StringComparer.Ordinal));

    /// <summary>
    /// A server whose bounded waits never end, so that a test that comes to depend on one fails.
    /// </summary>
    internal static AdsServer CreateServer(out ResourceCache cache)
    {
        cache = new ResourceCache();
        var options = new AdsServerOptions { PushOrderTimeout = TimeSpan.FromHours(1) };
        return new AdsServer(cache, new TestClassifier(), options);
    }

    /// <summary>Waits until the one client asked for all four types and answered a snapshot.</summary>
    internal static async Task<ClientStatus> WaitForClientAsync(
        AdsServer server, long number, ClientRunner runner)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            Task change = server.Clients.NextChange;
            // A stream that was lost may still be listed before the one that follows it.
            if (server.Clients.Clients is [.., ClientStatus client]
                && client.SettledNumber >= number && client.Types.Count == 4)
                return client;
            // A back-off runs on a clock that only tests move.
            runner.Time.Advance(TimeSpan.FromSeconds(1));
            await change.WaitAsync(TimeSpan.FromMilliseconds(5), deadline.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (deadline.IsCancellationRequested)
            {
                Assert.Fail($"not settled at {number}: {Describe(server.Clients.Clients)}; "
                    + $"client {runner.Client.State}");
            }
        }
    }

    private static string Describe(IEnumerable<ClientStatus> clients) =>
        string.Join("; ", clients.Select(client =>
        $"{client.Id} at {client.SettledNumber}: " + string.Join(' ', client.Types.Select(type =>
            $"{type.Type}={type.State} {type.ResourceCount}/{type.NameCount} {type.RejectionDetail}"))));

    private static string[] NamesOf(ClientRunner runner, TypeUrl type) =>
        [.. runner.Consumer.State.Keys.Where(key => key.Type == type).Select(key => key.Name)];
}
