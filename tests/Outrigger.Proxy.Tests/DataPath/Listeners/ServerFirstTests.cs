using System.Net;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath.Listeners;

/// <summary>A server that speaks first is not kept waiting for its client.</summary>
public sealed class ServerFirstTests
{
    [Fact]
    public async Task A_port_learns_that_its_server_speaks_first_and_unlearns_it()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.SendAsync("220 ready");
            await wire.ReceiveToEndAsync();
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await ListenAsync(proxy, "0.05s");
        for (var round = 0; round < 3; round++)
            Assert.Equal("220 ready", await GreetingAsync(endPoint));
        Assert.Equal(3, Count(proxy, ListenerStat.DownstreamPreCxTimeout));
        Assert.Equal(1, Count(proxy, ListenerStat.DownstreamServerFirstLearned));

        // From now on nobody waits, however long the listener would.
        await ListenAsync(proxy, "300s");
        Assert.Equal("220 ready", await GreetingAsync(endPoint));
        Assert.Equal(3, Count(proxy, ListenerStat.DownstreamPreCxTimeout));
        Assert.Equal(1, Count(proxy, ListenerStat.DownstreamServerFirstSkipped));
        Assert.Equal(0, Count(proxy, ListenerStat.DownstreamServerFirstForgotten));
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task Silent_clients_teach_nothing_about_a_server_that_is_silent_too()
    {
        using var backend = new ScriptedBackend(async wire => await wire.SendAsync("raw " + await wire.ReceiveAsync(4)));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await ListenAsync(proxy, "0.02s");
        for (var round = 0; round < 5; round++)
        {
            using var silent = await Wire.ConnectAsync(endPoint);
            await proxy.UntilAsync(
                _ => proxy.Stats.Listener("127.0.0.1_0").Read(ListenerStat.DownstreamPreCxTimeout) == round + 1,
                "the wait for the client ends");
        }

        await ListenAsync(proxy, "300s");
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        Assert.EndsWith("http", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        Assert.Equal(0, Count(proxy, ListenerStat.DownstreamServerFirstLearned));
    }

    [Fact]
    public async Task A_client_that_has_spoken_already_is_listened_to_on_a_port_that_learnt()
    {
        using var backend = new ScriptedBackend(wire => wire.SendAsync("220 ready"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await ListenAsync(proxy, "0.02s");
        for (var round = 0; round < 3; round++)
            await GreetingAsync(endPoint);
        await ListenAsync(proxy, "300s");
        // The worker is busy until the request has arrived, so that it finds it when it accepts.
        using var client = new Wire(new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.InterNetwork,
            System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Tcp));
        await proxy.RunOnWorkerAsync(_ =>
        {
            client.Socket.Connect(endPoint);
            client.Socket.Send("GET / HTTP/1.1\r\nhost: a\r\n\r\n"u8);
            return true;
        });
        Assert.EndsWith("http", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
    }

    private static async Task<string> GreetingAsync(IPEndPoint endPoint)
    {
        using var client = await Wire.ConnectAsync(endPoint);
        return await client.ReceiveAsync(9);
    }

    private static long Count(ProxyHarness proxy, ListenerStat stat)
    {
        proxy.Count(HttpStat.DownstreamRqTotal);
        return proxy.Stats.Listener("127.0.0.1_0").Read(stat);
    }

    private static async Task<IPEndPoint> ListenAsync(ProxyHarness proxy, string timeout)
    {
        proxy.Listener(
            $$"""
            { "name": "mixed", "address": { "socketAddress": { "address": "127.0.0.1", "portValue": 0 } },
              "listenerFiltersTimeout": "{{timeout}}", "continueOnListenerFiltersTimeout": true,
              "listenerFilters": [
                { "name": "envoy.filters.listener.tls_inspector" }, { "name": "envoy.filters.listener.http_inspector" } ],
              "filterChains": [ { "filterChainMatch": { "applicationProtocols": ["http/1.1"] },
                "filters": [ { "name": "hcm", "typedConfig": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                "statPrefix": "test",
                "routeConfig": { "virtualHosts": [ { "name": "all", "domains": ["*"], "routes": [
                  { "match": { "prefix": "/" }, "directResponse": { "status": 200, "body": { "inlineString": "http" } } } ] } ] },
                "httpFilters": [ { "name": "router", "typedConfig": {
                  "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" } } ] } } ] } ],
              "defaultFilterChain": { "filters": [ { "name": "tcp", "typedConfig": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
                "statPrefix": "tcp", "cluster": "c" } } ] } }
            """);
        await proxy.ApplyAsync();
        return await proxy.EndPointAsync("mixed");
    }
}
