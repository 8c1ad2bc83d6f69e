using System.Threading.Channels;
using System.Net;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Net.Tls;
using Outrigger.Tests.Tls;

namespace Outrigger.Net.Tests.Tls;

/// <summary>A server of TLS that sends back what it receives, and keeps what came of each handshake.</summary>
internal sealed class TlsEchoServer : IAcceptHandler, IDisposable
{
    private readonly LoopThread _thread;
    private readonly SocketListener _listener;
    private readonly int _handshakeTimeoutMs;
    private readonly Channel<Outcome> _outcomes = Channel.CreateUnbounded<Outcome>();

    public TlsEchoServer(LoopThread thread, TlsServerOptions options, int handshakeTimeoutMs = 10_000)
    {
        _thread = thread;
        _handshakeTimeoutMs = handshakeTimeoutMs;
        Contexts.Swap(TlsContext.CreateServer(options));
        _listener = thread.Run(() => new SocketListener(
            thread.Loop, NetworkAddress.FromIp(IPAddress.Loopback, 0), new ListenOptions(), this));
    }

    public TlsContextHolder Contexts { get; } = new();

    public int Ended { get; private set; }

    public IoStatus LastStatus { get; private set; }

    public string LastFailureText { get; private set; } = "";

    public long EchoesPerReset { get; set; } = long.MaxValue;

    public long AllocatedBytes { get; private set; }

    public IPEndPoint EndPoint => new(_listener.Address.Ip!, _listener.Address.Port);

    public static TlsServerOptions Options(TestCertificate certificate) => new()
    {
        Certificates = [new TlsCertificate(certificate.PemBytes, certificate.KeyPemBytes)],
    };

    /// <summary>What came of the next handshake.</summary>
    public async Task<Outcome> NextOutcomeAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(LoopThread.Patience);
        return await _outcomes.Reader.ReadAsync(limit.Token);
    }

    public void OnAccepted(SocketListener listener, SocketConnection connection) =>
        ServeAsync(connection).Detach(_thread.Faults.Enqueue);

    public void Dispose()
    {
        _thread.Run(_listener.Close);
        Contexts.Dispose();
    }

    private async LoopTask ServeAsync(SocketConnection socket)
    {
        var connection = TlsConnection.CreateServer(socket, Contexts.Acquire()!, default);
        var isDone = await connection.HandshakeAsync(_thread.Loop.NowMs + _handshakeTimeoutMs);
        _outcomes.Writer.TryWrite(Outcome.Of(connection));
        if (isDone)
            await EchoAsync(connection);
        connection.Close();
        Ended++;
    }

    private async LoopTask EchoAsync(TlsConnection connection)
    {
        var echoes = 0L;
        while (await connection.ReadableAsync(long.MaxValue) == WaitResult.Ready)
        {
            var buffer = _thread.Loop.Buffers.Rent();
            var status = connection.TryRead(buffer.Span, out var count);
            for (var sent = 0; status == IoStatus.Ok && sent < count;)
            {
                status = connection.TryWrite(buffer.Span[sent..count], out var taken);
                sent += taken;
                if (sent < count && await connection.WritableAsync(long.MaxValue) != WaitResult.Ready)
                    status = IoStatus.Failed;
                else if (status == IoStatus.WouldBlock)
                    status = IoStatus.Ok;
            }

            _thread.Loop.Buffers.Return(buffer);
            if (++echoes == EchoesPerReset)
                AllocatedBytes = GC.GetAllocatedBytesForCurrentThread();
            if (status is IoStatus.EndOfStream or IoStatus.Failed)
            {
                (LastStatus, LastFailureText) = (status, connection.FailureText);
                return;
            }
        }
    }

    /// <summary>What came of a handshake.</summary>
    public sealed record Outcome(
        bool IsEstablished,
        TlsFailure Failure,
        string FailureText,
        string Version,
        string CipherSuite,
        string Group,
        string ServerName,
        string Protocol,
        bool IsResumed,
        TlsPeerCertificate? Peer)
    {
        public static Outcome Of(TlsConnection connection) => new(
            connection.IsEstablished,
            connection.Failure,
            connection.FailureText,
            connection.Version,
            connection.CipherSuite,
            connection.Group,
            connection.ServerName,
            System.Text.Encoding.ASCII.GetString(connection.NegotiatedProtocol),
            connection.IsResumed,
            connection.PeerCertificate);
    }
}
