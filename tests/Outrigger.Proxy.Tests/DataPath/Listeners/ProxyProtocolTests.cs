using System.Net;
using System.Text;

namespace Outrigger.Proxy.Tests.DataPath.Listeners;

/// <summary>PROXY protocol headers in at a listener, and out to endpoints.</summary>
public sealed class ProxyProtocolTests
{
    private const string Header = "PROXY TCP4 203.0.113.9 198.51.100.7 1234 443\r\n";

    [Fact]
    public async Task The_client_is_whom_the_header_names()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("fine"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        proxy.Listener(ProxyHarness.HttpListenerJson(
            "http", ProxyHarness.RouteTo("c"), """ "useRemoteAddress": true, """, Filters()));
        await proxy.ApplyAsync();
        using var client = await Wire.ConnectAsync(await proxy.EndPointAsync("http"));
        await client.SendAsync("PROXY TCP4 203.0");
        await client.SendAsync(Header["PROXY TCP4 203.0".Length..] + "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        Assert.EndsWith("fine", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        Assert.True(backend.Requests.TryDequeue(out var request));
        Assert.Equal("203.0.113.9", Wire.Header(request, "x-forwarded-for"));
        Assert.Equal(1, proxy.Stats.Counter("proxy_proto.versions.v1.found").Value);
        Assert.Empty(proxy.Faults);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "not_found_disallowed")]
    [InlineData("PROXY TCP4 nonsense\r\n", "versions.v1.error")]
    [InlineData("\r\n\r\n\0\r\nQUIT\n\u0031", "versions.v2.error")]
    public async Task A_connection_without_a_true_header_is_closed(string first, string statistic)
    {
        using var proxy = new ProxyHarness();
        proxy.Listener(TcpProxyTests.ListenerJson("tcp", """ "cluster": "c" """, Filters()));
        await proxy.ApplyAsync();
        using var client = await Wire.ConnectAsync(await proxy.EndPointAsync("tcp"));
        await client.SendAsync(first);
        Assert.Equal("", await client.ReceiveToEndAsync());
        await proxy.UntilAsync(
            _ => proxy.Stats.Counter("proxy_proto." + statistic).Value == 1, "the connection is counted");
    }

    [Fact]
    public async Task Waiting_is_no_way_around_a_required_header()
    {
        using var proxy = new ProxyHarness();
        proxy.Listener(TcpProxyTests.ListenerJson(
            "tcp",
            """ "cluster": "c" """,
            """ "listenerFiltersTimeout": "0.05s", "continueOnListenerFiltersTimeout": true, """ + Filters()));
        await proxy.ApplyAsync();
        using var client = await Wire.ConnectAsync(await proxy.EndPointAsync("tcp"));
        Assert.True(await client.IsEndedAsync());
        Assert.Equal(0, proxy.Stats.Tcp("tcp").Read(Stats.TcpStat.DownstreamCxTotal));
    }

    [Fact]
    public async Task An_optional_header_may_be_absent()
    {
        using var backend = new ScriptedBackend(async wire => await wire.SendAsync("got " + await wire.ReceiveAsync(4)));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        proxy.Listener(TcpProxyTests.ListenerJson(
            "tcp", """ "cluster": "c" """, Filters(""" , "allowRequestsWithoutProxyProtocol": true, "disallowedVersions": ["V1"] """)));
        await proxy.ApplyAsync();
        var endPoint = await proxy.EndPointAsync("tcp");
        foreach (var first in (string[])["data", "PROX"])
        {
            using var client = await Wire.ConnectAsync(endPoint);
            await client.SendAsync(first);
            Assert.Equal("got " + first, await client.ReceiveToEndAsync());
        }
    }

    [Fact]
    public async Task Source_conditions_look_at_the_named_client_and_direct_ones_at_the_peer()
    {
        using var named = new ScriptedBackend(wire => wire.SendAsync("named"));
        using var direct = new ScriptedBackend(wire => wire.SendAsync("direct"));
        using var proxy = new ProxyHarness();
        proxy.Cluster("named", named.EndPoint);
        proxy.Cluster("direct", direct.EndPoint);
        proxy.Listener(
            $$"""
            { "name": "l", "address": { "socketAddress": { "address": "127.0.0.1", "portValue": 0 } }, {{Filters()}}
              "filterChains": [
                { "filterChainMatch": { "destinationPort": 443,
                    "directSourcePrefixRanges": [ { "addressPrefix": "127.0.0.0", "prefixLen": 8 } ],
                    "sourcePrefixRanges": [ { "addressPrefix": "203.0.113.0", "prefixLen": 24 } ], "sourceType": "EXTERNAL" },
                  "filters": [ {{Tcp("named")}} ] },
                { "filterChainMatch": { "directSourcePrefixRanges": [ { "addressPrefix": "127.0.0.0", "prefixLen": 8 } ] },
                  "filters": [ {{Tcp("direct")}} ] } ] }
            """);
        await proxy.ApplyAsync();
        var endPoint = await proxy.EndPointAsync("l");
        Assert.Equal("named", await AskAsync(endPoint, Header));
        Assert.Equal("direct", await AskAsync(endPoint, "PROXY TCP4 203.0.113.9 198.51.100.7 1234 80\r\n"));
        Assert.Equal("direct", await AskAsync(endPoint, "PROXY UNKNOWN\r\n"));
    }

    [Theory]
    [InlineData("V1", "PROXY TCP4 203.0.113.9 198.51.100.7 1234 443\r\n")]
    [InlineData("V2", "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u0013\u00CB\0\u0071\u0009\u00C6\u0033\u0064\u0007"
        + "\u0004\u00D2\u0001\u00BB\u00E0\0\u0004none")]
    public async Task A_header_goes_out_to_the_endpoint_before_all_else(string version, string expected)
    {
        using var backend = new ScriptedBackend(async wire =>
            await wire.SendAsync("seen:" + await wire.ReceiveAsync(expected.Length + 5)));
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", Transport(version), backend.EndPoint);
        proxy.Listener(TcpProxyTests.ListenerJson(
            "tcp", """ "cluster": "c" """, Filters(""" , "passThroughTlvs": { "matchType": "INCLUDE", "tlvType": [224, 225] } """)));
        await proxy.ApplyAsync();
        using var client = await Wire.ConnectAsync(await proxy.EndPointAsync("tcp"));
        await client.SendAsync(
            "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u0017\u00CB\0\u0071\u0009\u00C6\u0033\u0064\u0007\u0004\u00D2\u0001\u00BB"
            + "\u00E0\0\u0004none" + "\u00E2\0\u0001x" + "bytes");
        Assert.Equal("seen:" + expected + "bytes", await client.ReceiveToEndAsync());
        Assert.Empty(backend.Faults);
    }

    [Fact]
    public async Task Requests_of_different_clients_share_no_connection_that_names_one()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            var line = await wire.ReceiveUntilAsync("\r\n");
            await wire.ReceiveHeadAsync();
            await wire.SendAsync(ScriptedBackend.Ok(line.Split(' ')[4]));
            await wire.ReceiveToEndAsync();
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", Transport("V1"), backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(ProxyHarness.RouteTo("c"));
        foreach (var round in Enumerable.Range(0, 3))
        {
            using var client = await Wire.ConnectAsync(endPoint);
            await client.SendAsync("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
            var port = ((IPEndPoint)client.Socket.LocalEndPoint!).Port;
            Assert.EndsWith($"\r\n\r\n{port}", await client.ReceiveMessageAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(3, backend.ConnectionsCount);
    }

    private static async Task<string> AskAsync(IPEndPoint endPoint, string first)
    {
        using var client = await Wire.ConnectAsync(endPoint);
        await client.SendAsync(Encoding.Latin1.GetBytes(first));
        return await client.ReceiveToEndAsync();
    }

    private static string Transport(string version) =>
        $$"""
        "transportSocket": { "name": "proxied", "typedConfig": {
          "@type": "type.googleapis.com/envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport",
          "config": { "version": "{{version}}", "passThroughTlvs": {} },
          "transportSocket": { "name": "envoy.transport_sockets.raw_buffer" } } },
        """;

    private static string Tcp(string cluster) =>
        $$"""
        { "name": "tcp", "typedConfig": { "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
          "statPrefix": "tcp", "cluster": "{{cluster}}" } }
        """;

    private static string Filters(string options = "") =>
        $$"""
        "listenerFilters": [ { "name": "proxied", "typedConfig": {
          "@type": "type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol" {{options}} } } ],
        """;
}
