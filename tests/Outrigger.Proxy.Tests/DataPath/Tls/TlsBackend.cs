using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Outrigger.Tests.Tls;

namespace Outrigger.Proxy.Tests.DataPath.Tls;

/// <summary>An endpoint that answers every request over .NET's TLS, and keeps what it saw.</summary>
internal sealed class TlsBackend : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SslServerAuthenticationOptions _options;

    public TlsBackend(
        TestCertificate certificate, TestAuthority? clients = null, SslProtocols protocols = SslProtocols.None,
        string applicationProtocol = "http/1.1")
    {
        _options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate.ToX509(), null, offline: true),
            EnabledSslProtocols = protocols,
            ClientCertificateRequired = clients is not null,
            ApplicationProtocols = [new SslApplicationProtocol(applicationProtocol)],
            CertificateChainPolicy = clients is null
                ? null
                : new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { clients.Certificate },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
        };
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _ = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Server name, client's subject and application protocol of each handshake.</summary>
    public ConcurrentQueue<(string ServerName, string Client, string Protocol)> Handshakes { get; } = new();

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync());
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await stream.AuthenticateAsServerAsync(_options);
            Handshakes.Enqueue((
                stream.TargetHostName,
                stream.RemoteCertificate?.Subject ?? "",
                stream.NegotiatedApplicationProtocol.ToString()));
            var received = new StringBuilder();
            var buffer = new byte[16 * 1024];
            while (await stream.ReadAsync(buffer) is > 0 and var count)
            {
                received.Append(Encoding.Latin1.GetString(buffer, 0, count));
                for (int end; (end = received.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal)) >= 0;)
                {
                    Requests.Enqueue(received.ToString(0, end + 4));
                    received.Remove(0, end + 4);
                    await stream.WriteAsync("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello"u8.ToArray());
                }
            }
        }
        catch (Exception fault) when (fault is IOException or AuthenticationException)
        {
            return;
        }
    }
}
