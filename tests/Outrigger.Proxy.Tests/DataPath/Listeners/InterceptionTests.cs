using System.Net;
using System.Net.Sockets;
using Outrigger.Proxy.Tests.Support;

namespace Outrigger.Proxy.Tests.DataPath.Listeners;

/// <summary>
/// A client's connection to a server, taken on its way by a proxy on the router between both, in three network
/// namespaces: needs root.
/// </summary>
public sealed class InterceptionTests : IDisposable
{
    private static readonly IPEndPoint ServerAddress = new(IPAddress.Parse("10.211.2.2"), 8080);
    private static readonly string Id = $"{Environment.ProcessId % 100_000}";

    private readonly List<IDisposable> _resources = [];

    public void Dispose()
    {
        _resources.Reverse();
        foreach (var resource in _resources)
            resource.Dispose();
    }

    [Fact]
    public async Task A_redirected_connection_reaches_the_server_it_was_for()
    {
        var (client, router, server) = CreateNetwork();
        router.Exec(
            "iptables", "-t", "nat", "-A", "PREROUTING", "-p", "tcp", "--dport", "8080", "-j", "REDIRECT", "--to-ports", "15001");
        using var listening = Listen(server);
        using var proxy = await ProxyAsync(router, """ "envoy.filters.listener.original_dst" """, "");
        using var socket = client.OpenSocket();
        Assert.Equal("10.211.2.1", await PeerSeenByServerAsync(socket, listening));
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task A_transparent_proxy_keeps_both_addresses()
    {
        var (client, router, server) = CreateNetwork();
        router.Exec(
            "iptables", "-t", "mangle", "-A", "PREROUTING", "-p", "tcp", "-m", "socket", "--transparent", "-j", "MARK", "--set-mark", "1");
        router.Exec(
            "iptables", "-t", "mangle", "-A", "PREROUTING", "-p", "tcp", "--dport", "8080", "-m", "mark", "!", "--mark", "1",
            "-j", "TPROXY", "--on-port", "15001", "--tproxy-mark", "1");
        router.Ip("rule", "add", "fwmark", "1", "lookup", "100");
        router.Ip("route", "add", "local", "0.0.0.0/0", "dev", "lo", "table", "100");
        using var listening = Listen(server);
        using var proxy = await ProxyAsync(
            router,
            """ "envoy.filters.listener.original_dst" }, { "name": "envoy.filters.listener.original_src" """,
            """ "transparent": true, """);
        using var socket = client.OpenSocket();
        Assert.Equal("10.211.1.1", await PeerSeenByServerAsync(socket, listening));
        Assert.Empty(proxy.Faults);
    }

    private (NetworkNamespace Client, NetworkNamespace Router, NetworkNamespace Server) CreateNetwork()
    {
        NetworkNamespace.RequireOrSkip();
        var client = Own(new NetworkNamespace($"oc{Id}"));
        var router = Own(new NetworkNamespace($"or{Id}"));
        var server = Own(new NetworkNamespace($"os{Id}"));
        NetworkNamespace.Connect(client, "10.211.1.1/24", router, "10.211.1.2/24");
        NetworkNamespace.Connect(router, "10.211.2.1/24", server, "10.211.2.2/24");
        client.Ip("route", "add", "default", "via", "10.211.1.2");
        server.Ip("route", "add", "default", "via", "10.211.2.1");
        router.Exec("/bin/sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        return (client, router, server);
    }

    private T Own<T>(T resource)
        where T : IDisposable
    {
        _resources.Add(resource);
        return resource;
    }

    private static Socket Listen(NetworkNamespace server)
    {
        var socket = server.OpenSocket();
        socket.Bind(new IPEndPoint(IPAddress.Any, ServerAddress.Port));
        socket.Listen();
        return socket;
    }

    /// <summary>A proxy whose worker lives in the namespace, and so all of its sockets.</summary>
    private static async Task<ProxyHarness> ProxyAsync(NetworkNamespace router, string filters, string listener)
    {
        var proxy = new ProxyHarness();
        await proxy.RunOnWorkerAsync(_ =>
        {
            router.Enter();
            return true;
        });
        proxy.ClusterJson(
            """{ "name": "c", "type": "ORIGINAL_DST", "lbPolicy": "CLUSTER_PROVIDED", "connectTimeout": "2s" }""");
        proxy.Listener(
            $$"""
            { "name": "tcp", "address": { "socketAddress": { "address": "0.0.0.0", "portValue": 15001 } }, {{listener}}
              "listenerFilters": [ { "name": {{filters}} } ],
              "filterChains": [ {
                "filterChainMatch": { "destinationPort": 8080, "prefixRanges": [ { "addressPrefix": "10.211.2.2", "prefixLen": 32 } ] },
                "filters": [ { "name": "tcp", "typedConfig": {
                  "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
                  "statPrefix": "tcp", "cluster": "c" } } ] } ] }
            """);
        await proxy.ApplyAsync();
        return proxy;
    }

    private static async Task<string> PeerSeenByServerAsync(Socket client, Socket listening)
    {
        await client.ConnectAsync(ServerAddress, TestContext.Current.CancellationToken).AsTask().InTime();
        using var accepted = await listening.AcceptAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(ProxyHarness.Patience, TestContext.Current.CancellationToken);
        using var serving = new Wire(accepted);
        using var asking = new Wire(client);
        await asking.SendAsync("ping");
        Assert.Equal("ping", await serving.ReceiveAsync(4));
        await serving.SendAsync("pong");
        Assert.Equal("pong", await asking.ReceiveAsync(4));
        return ((IPEndPoint)accepted.RemoteEndPoint!).Address.ToString();
    }
}
