using System.Net.Security;
using System.Net.Sockets;
using Outrigger.Tests.Tls;

namespace Outrigger.Proxy.Tests.DataPath.Tls;

/// <summary>A PROXY protocol header stands before the handshake of TLS, coming in and going out.</summary>
public sealed class TlsProxyProtocolTests
{
    [Fact]
    public async Task A_header_goes_out_before_the_handshake()
    {
        using var authority = new TestAuthority();
        var certificate = authority.Issue("server.test");
        using var backend = new ScriptedBackend(async wire =>
        {
            await using var stream = new NetworkStream(wire.Socket);
            var line = await ReadLineAsync(stream);
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(certificate.ToX509());
            await tls.WriteAsync(System.Text.Encoding.ASCII.GetBytes(line));
        });
        using var proxy = new ProxyHarness();
        var secure = TlsJson.Upstream(authority).TrimEnd().TrimEnd(',');
        proxy.Cluster(
            "c",
            $$"""
            "transportSocket": { "name": "proxied", "typedConfig": {
              "@type": "type.googleapis.com/envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport",
              {{secure}} } },
            """,
            backend.EndPoint);
        proxy.Listener(TcpProxyTests.ListenerJson("tcp", """ "cluster": "c" """));
        await proxy.ApplyAsync();
        using var client = await Wire.ConnectAsync(await proxy.EndPointAsync("tcp"));
        var (from, to) = ((System.Net.IPEndPoint)client.Socket.LocalEndPoint!, (System.Net.IPEndPoint)client.Socket.RemoteEndPoint!);
        Assert.Equal(
            $"PROXY TCP4 127.0.0.1 127.0.0.1 {from.Port} {to.Port}\r\n", await client.ReceiveToEndAsync());
        Assert.Empty(backend.Faults);
    }

    /// <summary>Reads byte by byte: the handshake may stand right behind the line.</summary>
    private static async Task<string> ReadLineAsync(Stream stream)
    {
        var line = new System.Text.StringBuilder();
        var one = new byte[1];
        while (one[0] != '\n' && await stream.ReadAsync(one) == 1)
            line.Append((char)one[0]);
        return line.ToString();
    }
}
