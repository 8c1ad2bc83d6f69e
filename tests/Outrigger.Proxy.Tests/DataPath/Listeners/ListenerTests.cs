using System.Net.Sockets;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath.Listeners;

public sealed class ListenerTests
{
    [Fact]
    public async Task The_inspected_protocol_chooses_the_filter_chain()
    {
        using var raw = new ScriptedBackend(async wire => await wire.SendAsync("raw " + await wire.ReceiveAsync(4)));
        using var proxy = new ProxyHarness();
        proxy.Cluster("raw", raw.EndPoint);
        proxy.Listener(
            """
            { "name": "mixed", "address": { "socketAddress": { "address": "127.0.0.1", "portValue": 0 } },
              "listenerFilters": [
                { "name": "tls", "typedConfig": {
                  "@type": "type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector" } },
                { "name": "http", "typedConfig": {
                  "@type": "type.googleapis.com/envoy.extensions.filters.listener.http_inspector.v3.HttpInspector" } } ],
              "filterChains": [
                { "filterChainMatch": { "transportProtocol": "raw_buffer", "applicationProtocols": ["http/1.1"] },
                  "filters": [ { "name": "hcm", "typedConfig": {
                  "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                  "statPrefix": "test",
                  "routeConfig": { "virtualHosts": [ { "name": "all", "domains": ["*"], "routes": [
                    { "match": { "prefix": "/" }, "directResponse": { "status": 200, "body": { "inlineString": "http" } } } ] } ] },
                  "httpFilters": [ { "name": "router", "typedConfig": {
                    "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" } } ] } } ] } ],
              "defaultFilterChain": { "filters": [ { "name": "tcp", "typedConfig": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
                "statPrefix": "tcp", "cluster": "raw" } } ] } }
            """);
        await proxy.ApplyAsync();
        var endPoint = await proxy.EndPointAsync("mixed");
        using var http = await Wire.ConnectAsync(endPoint);
        await http.SendAsync("GET / HT");
        await http.SendAsync("TP/1.1\r\nhost: a\r\n\r\n");
        Assert.EndsWith("http", await http.ReceiveMessageAsync(), StringComparison.Ordinal);
        using var other = await Wire.ConnectAsync(endPoint);
        await other.SendAsync("\u0001\u0002\u0003\u0004");
        Assert.Equal("raw \u0001\u0002\u0003\u0004", await other.ReceiveToEndAsync());
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task A_listener_on_a_path_survives_a_change_of_its_socket()
    {
        var path = Path.Combine(Path.GetTempPath(), $"outrigger-{Guid.NewGuid():N}.sock");
        using var proxy = new ProxyHarness(concurrency: 2);
        for (var backlog = 10; backlog < 13; backlog++)
        {
            proxy.Listener(ProxyHarness.HttpListenerJson(
                    "path",
                    """{ "match": { "prefix": "/" }, "directResponse": { "status": 200 } }""",
                    listener: $""" "tcpBacklogSize": {backlog}, """)
                .Replace(
                    """{ "socketAddress": { "address": "127.0.0.1", "portValue": 0 } }""",
                    $$"""{ "pipe": { "path": "{{path}}" } }""", StringComparison.Ordinal));
            await proxy.ApplyAsync();
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
            await socket.SendAsync("GET / HTTP/1.1\r\nhost: a\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            var answer = new byte[12];
            await socket.ReceiveAsync(answer, TestContext.Current.CancellationToken);
            Assert.Equal("HTTP/1.1 200"u8, answer);
        }
    }

    [Fact]
    public async Task A_connection_without_a_matching_chain_is_closed()
    {
        using var proxy = new ProxyHarness();
        proxy.Listener(TcpProxyTests.ListenerJson(
            "none", """ "cluster": "c" """, match: """ "filterChainMatch": { "destinationPort": 1 }, """));
        await proxy.ApplyAsync();
        using var client = await Wire.ConnectAsync(await proxy.EndPointAsync("none"));
        Assert.True(await client.IsEndedAsync());
        Assert.Equal(1, await proxy.RunOnWorkerAsync(_ =>
            proxy.Stats.Listener("127.0.0.1_0").Read(ListenerStat.NoFilterChainMatch)));
    }

    [Theory]
    [InlineData("""{ "destinationPortRange": { "start": 1, "end": 65536 } }""", true)]
    [InlineData("""{ "destinationPortRange": { "start": 1, "end": 2 } }""", false)]
    [InlineData("""{ "notMatch": { "destinationPortRange": { "start": 1, "end": 2 } } }""", true)]
    [InlineData("""{ "anyMatch": true }""", true)]
    [InlineData("""{ "notMatch": { "anyMatch": true } }""", false)]
    [InlineData("""{ "orMatch": { "rules": [ { "notMatch": { "anyMatch": true } }, { "anyMatch": true } ] } }""", true)]
    [InlineData("""{ "andMatch": { "rules": [ { "notMatch": { "anyMatch": true } }, { "anyMatch": true } ] } }""", false)]
    public async Task A_listener_filter_may_be_disabled_by_port(string predicate, bool isDisabled)
    {
        using var backend = new ScriptedBackend(wire => wire.SendAsync("server first"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        proxy.Listener(TcpProxyTests.ListenerJson(
            "tcp",
            """ "cluster": "c" """,
            $$"""
            "listenerFiltersTimeout": "0.05s",
            "listenerFilters": [ { "name": "envoy.filters.listener.http_inspector", "filterDisabled": {{predicate}} } ],
            """));
        await proxy.ApplyAsync();
        using var client = await Wire.ConnectAsync(await proxy.EndPointAsync("tcp"));
        Assert.Equal(isDisabled ? "server first" : "", await client.ReceiveToEndAsync());
    }

    [Fact]
    public async Task A_freely_bound_listener_needs_no_address_of_the_machine()
    {
        using var proxy = new ProxyHarness();
        proxy.Listener(
            TcpProxyTests.ListenerJson("free", """ "cluster": "c" """, """ "freebind": true, "tcpBacklogSize": 7, """)
                .Replace("127.0.0.1", "192.0.2.77", StringComparison.Ordinal));
        await proxy.ApplyAsync();
        Assert.Equal("192.0.2.77", (await proxy.EndPointAsync("free")).Address.ToString());
    }
}
