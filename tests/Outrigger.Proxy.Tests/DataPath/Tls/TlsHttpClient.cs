using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Outrigger.Tests.Tls;

namespace Outrigger.Proxy.Tests.DataPath.Tls;

/// <summary>.NET's HTTP client with a test's roots; every host name leads to the proxy.</summary>
internal static class TlsHttpClient
{
    public static Task<string> GetAsync(HttpClient client, string address) =>
        client.GetStringAsync(new Uri(address), TestContext.Current.CancellationToken);

    public static HttpClient Create(IPEndPoint proxy, TestAuthority authority, TestCertificate? certificate = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(proxy, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority.Certificate },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
                ClientCertificateContext = certificate is null
                    ? null
                    : SslStreamCertificateContext.Create(certificate.ToX509(), null, offline: true),
            },
        };
        return new HttpClient(handler) { Timeout = ProxyHarness.Patience };
    }
}
