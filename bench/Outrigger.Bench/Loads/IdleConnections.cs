using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Loads;

/// <summary>Connections to a proxy that did one request each and are kept.</summary>
internal sealed class IdleConnections(ProxyTask task, int port) : IDisposable
{
    /// <summary>How many are being opened at a time.</summary>
    private const int Openers = 16;

    private static readonly byte[] Request =
        Encoding.ASCII.GetBytes($"GET /productpage HTTP/1.1\r\nhost: {ProxyTask.Host}\r\n\r\n");

    private readonly List<Stream> _connections = [];
    private readonly X509ChainPolicy _trust = new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(task.Certificates.Authority) },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    public void Open(int count) =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Openers }, _ =>
        {
            var connection = Open();
            lock (_connections) _connections.Add(connection);
        });

    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
    }

    private Stream Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        var stream = Protect(new NetworkStream(socket, ownsSocket: true));
        stream.Write(Request);
        ReadAnswer(stream);
        return stream;
    }

    private Stream Protect(NetworkStream stream)
    {
        if (task.Listen == Protection.None) return stream;
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        tls.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = ProxyTask.Host,
            CertificateChainPolicy = _trust,
        });
        return tls;
    }

    private static void ReadAnswer(Stream stream)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var count = stream.Read(buffer, length, buffer.Length - length);
            if (count == 0) throw new InvalidOperationException("the proxy closed a connection that was to be idle");
            length += count;
            var received = buffer.AsSpan(0, length);
            var head = received.IndexOf("\r\n\r\n"u8);
            if (head < 0) continue;
            if (!received.StartsWith("HTTP/1.1 200"u8))
            {
                throw new InvalidOperationException(Encoding.ASCII.GetString(received[..head]));
            }
            var text = Encoding.ASCII.GetString(received[..head]).ToLowerInvariant();
            var at = text.IndexOf("content-length: ", StringComparison.Ordinal) + "content-length: ".Length;
            if (length >= head + 4 + int.Parse(text[at..].Split('\r')[0])) return;
        }
    }
}
