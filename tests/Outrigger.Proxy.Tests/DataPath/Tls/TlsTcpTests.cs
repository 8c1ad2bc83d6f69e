using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Outrigger.Tests.Tls;

namespace Outrigger.Proxy.Tests.DataPath.Tls;

/// <summary>Bytes through TLS: ended by the proxy, begun by it, and both.</summary>
public sealed class TlsTcpTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly ProxyHarness _proxy = new();

    public void Dispose()
    {
        _proxy.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3_000_000)]
    public async Task Bytes_go_through_two_proxies_and_end_half_by_half(int count)
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            // All is read to its end before anything is sent: the ends of both directions are apart.
            var received = await wire.ReceiveToEndAsync();
            await wire.SendAsync(received);
            wire.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        });
        var certificate = _authority.Issue("server.test");
        _proxy.Cluster("plain", backend.EndPoint);
        var inner = await ListenAsync("inner", "plain", TlsJson.Downstream(certificate));
        _proxy.Cluster("secured", TlsJson.Upstream(_authority, context: "\"sni\": \"server.test\""), inner);
        var outer = await ListenAsync("outer", "secured", TlsJson.Downstream(certificate));

        var cancellation = TestContext.Current.CancellationToken;
        using var wire = await Wire.ConnectAsync(outer);
        await using var stream = new SslStream(new System.Net.Sockets.NetworkStream(wire.Socket));
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "server.test",
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { _authority.Certificate },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
            cancellation);
        var data = new byte[count];
        new Random(3).NextBytes(data);
        await stream.WriteAsync(data, cancellation);
        await stream.ShutdownAsync();
        using var received = new MemoryStream();
        await stream.CopyToAsync(received, cancellation).WaitAsync(ProxyHarness.Patience, cancellation);
        Assert.Equal(data, received.ToArray());
    }

    private async Task<IPEndPoint> ListenAsync(string name, string cluster, string socket)
    {
        _proxy.Listener($$"""
            { "name": "{{name}}", "address": { "socketAddress": { "address": "127.0.0.1", "portValue": 0 } },
              "filterChains": [ { {{socket}} "filters": [ { "name": "tcp", "typedConfig": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
                "statPrefix": "tcp", "cluster": "{{cluster}}" } } ] } ] }
            """);
        await _proxy.ApplyAsync();
        return await _proxy.EndPointAsync(name);
    }
}
