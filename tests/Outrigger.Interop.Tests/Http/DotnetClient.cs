using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Http;

/// <summary>.NET's HttpClient, made to enter a way at its first proxy.</summary>
internal static class DotnetClient
{
    public static HttpClient Create(Way way, int port) => new(Handler(port))
    {
        BaseAddress = new Uri($"{way.Scheme}://{TestCertificates.HostName}"),
        DefaultRequestVersion = way.Client.UsesHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public static SocketsHttpHandler Handler(int port) => new()
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { TestCertificates.Instance.Authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };
}
