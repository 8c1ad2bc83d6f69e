using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>Bytes of a connection that travel inside an HTTP request to another proxy.</summary>
public sealed class TunnelTests
{
    private const string Http2 =
        """
        "typedExtensionProtocolOptions": { "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
          "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
          "explicitHttpConfig": { "http2ProtocolOptions": {} } } },
        """;

    [Fact]
    public async Task Connect_opens_a_tunnel_over_http1()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            Assert.Equal(
                "CONNECT a.test:443 HTTP/1.1\r\nhost: a.test:443\r\nx-from: 127.0.0.1\r\n\r\n", await wire.ReceiveHeadAsync());
            await wire.SendAsync("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 Connected\r\nserver: x\r\n\r\nfirst ");
            Assert.Equal("request", await wire.ReceiveToEndAsync());
            await wire.SendAsync("answer after the end");
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        using var client = await ConnectAsync(
            proxy,
            """
            "hostname": "a.test:443",
            "headersToAdd": [ { "header": { "key": "x-from", "value": "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%" } } ]
            """);
        await client.SendAsync("request");
        Assert.Equal("first ", await client.ReceiveAsync(6));
        client.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("answer after the end", await client.ReceiveToEndAsync());
        Assert.Empty(backend.Faults);
        await proxy.UntilAsync(worker => worker.ConnectionsCount == 0, "the connection ends");
        Assert.Equal(7, proxy.Stats.Tcp("tcp").Read(TcpStat.DownstreamCxRxBytesTotal));
        Assert.Equal(26, proxy.Stats.Tcp("tcp").Read(TcpStat.DownstreamCxTxBytesTotal));
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamCxActive));
        Assert.Empty(proxy.Faults);
    }

    [Fact]
    public async Task Post_carries_the_bytes_as_content()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            Assert.Equal(
                "POST /tunnel HTTP/1.1\r\nhost: a.test\r\ntransfer-encoding: chunked\r\n\r\n", await wire.ReceiveHeadAsync());
            await wire.SendAsync("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
            Assert.Equal("4\r\nping\r\n", await wire.ReceiveAsync(9));
            await wire.SendAsync("4\r\npong\r\n");
            Assert.Equal("0\r\n\r\n", await wire.ReceiveAsync(5));
            await wire.SendAsync("0\r\n\r\n");
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        using var client = await ConnectAsync(proxy, """ "hostname": "a.test", "usePost": true, "postPath": "/tunnel" """);
        await client.SendAsync("ping");
        Assert.Equal("pong", await client.ReceiveAsync(4));
        client.Socket.Shutdown(SocketShutdown.Send);
        Assert.True(await client.IsEndedAsync());
        Assert.Empty(backend.Faults);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_tried_as_often_as_configured()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveHeadAsync();
            await wire.SendAsync("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        using var client = await ConnectAsync(proxy, """ "hostname": "a.test:1" """, """ , "maxConnectAttempts": 2 """);
        Assert.True(await client.IsEndedAsync());
        Assert.Equal(2, backend.ConnectionsCount);
        Assert.Equal(1, proxy.Count("c", ClusterStat.UpstreamCxConnectAttemptsExceeded));
        Assert.Equal(0, proxy.Count("c", ClusterStat.UpstreamCxActive));
    }

    [Fact]
    public async Task A_tunnel_that_breaks_is_no_end_to_the_client()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.ReceiveHeadAsync();
            await wire.SendAsync("HTTP/1.1 200 OK\r\n\r\nsome");
            await wire.ReceiveAsync(1);
            wire.Reset();
        });
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        using var client = await ConnectAsync(proxy, """ "hostname": "a.test:1" """);
        Assert.Equal("some", await client.ReceiveAsync(4));
        await client.SendAsync("x");
        var fault = await Assert.ThrowsAsync<SocketException>(
            () => client.Socket.ReceiveAsync(new byte[1].AsMemory(), SocketFlags.None, TestContext.Current.CancellationToken)
                .AsTask().WaitAsync(ProxyHarness.Patience, TestContext.Current.CancellationToken));
        Assert.Equal(SocketError.ConnectionReset, fault.SocketErrorCode);
    }

    [Fact]
    public async Task Connect_opens_a_tunnel_over_http2()
    {
        using var backend = new ScriptedBackend(ServeHttp2Async);
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", Http2, backend.EndPoint);
        using var client = await ConnectAsync(proxy, """ "hostname": "a.test:443" """);
        await client.SendAsync("ping");
        Assert.Equal("ping", await client.ReceiveAsync(4));
        await client.SendAsync(new byte[40_000]);
        Assert.Equal(40_000, await client.DiscardAsync(40_000));
        client.Socket.Shutdown(SocketShutdown.Send);
        Assert.True(await client.IsEndedAsync());
        Assert.Empty(backend.Faults);
        Assert.Empty(proxy.Faults);
    }

    /// <summary>An HTTP/2 endpoint that accepts one CONNECT and echoes its bytes.</summary>
    private static async Task ServeHttp2Async(Wire wire)
    {
        Assert.Equal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", await wire.ReceiveAsync(24));
        await wire.SendAsync(Frame(4, 0, 0, ""));
        while (true)
        {
            var head = Encoding.Latin1.GetBytes(await wire.ReceiveAsync(9));
            var payload = await wire.ReceiveAsync((head[0] << 16) | (head[1] << 8) | head[2]);
            var stream = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5));
            var endsStream = (head[4] & 1) != 0;
            switch (head[3])
            {
                case 0:
                    await wire.SendAsync(Frame(0, endsStream ? 1 : 0, stream, payload));
                    await wire.SendAsync(Frame(8, 0, 0, Number(payload.Length + 1)));
                    if (endsStream)
                        return;
                    await wire.SendAsync(Frame(8, 0, stream, Number(payload.Length + 1)));
                    break;
                case 1:
                    Assert.False(endsStream);
                    await wire.SendAsync(Frame(1, 4, stream, "\u0088"));
                    break;
                case 4 when head[4] == 0:
                    await wire.SendAsync(Frame(4, 1, 0, ""));
                    break;
            }
        }
    }

    private static byte[] Frame(int type, int flags, int stream, string payload) =>
    [
        .. Encoding.Latin1.GetBytes(Number(payload.Length)[1..]), (byte)type, (byte)flags,
        .. Encoding.Latin1.GetBytes(Number(stream)), .. Encoding.Latin1.GetBytes(payload),
    ];

    private static string Number(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return Encoding.Latin1.GetString(bytes);
    }

    private static async Task<Wire> ConnectAsync(ProxyHarness proxy, string tunnel, string options = "")
    {
        proxy.Listener(TcpProxyTests.ListenerJson("tcp", $$""" "cluster": "c", "tunnelingConfig": { {{tunnel}} } {{options}} """));
        await proxy.ApplyAsync();
        return await Wire.ConnectAsync(await proxy.EndPointAsync("tcp"));
    }
}
