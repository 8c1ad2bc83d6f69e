using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Outrigger.Tests.Tls;

namespace Outrigger.Net.Tests.Tls;

/// <summary>.NET's own client of TLS.</summary>
internal sealed class TestClient : IDisposable
{
    private readonly Socket _socket;

    private TestClient(Socket socket)
    {
        _socket = socket;
        Stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
    }

    public SslStream Stream { get; }

    public Socket Socket => _socket;

    public static SslClientAuthenticationOptions Options(TestAuthority authority, string serverName = "server.test") =>
        new()
        {
            TargetHost = serverName,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority.Certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };

    public static async Task<TestClient> ConnectAsync(
        IPEndPoint server,
        SslClientAuthenticationOptions options,
        SslProtocols version = SslProtocols.None,
        X509Certificate2? certificate = null)
    {
        var client = await OpenAsync(server);
        options.EnabledSslProtocols = version;
        if (certificate is not null)
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        try
        {
            await client.Stream.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken)
                .WaitAsync(LoopThread.Patience);
        }
        catch
        {
            client.Dispose();
            throw;
        }

        return client;
    }

    public static async Task<TestClient> OpenAsync(IPEndPoint server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, TestContext.Current.CancellationToken);
        return new TestClient(socket);
    }

    /// <summary>Sends bytes and reads as many back.</summary>
    public async Task<byte[]> ExchangeAsync(byte[] data)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var writing = Stream.WriteAsync(data, cancellation).AsTask();
        var received = new byte[data.Length];
        await Stream.ReadExactlyAsync(received, cancellation).AsTask().WaitAsync(LoopThread.Patience, cancellation);
        await writing;
        return received;
    }

    public void Dispose() => Stream.Dispose();
}
