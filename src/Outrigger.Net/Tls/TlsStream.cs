using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Outrigger.Net.Sockets;

namespace Outrigger.Net.Tls;

/// <summary>
/// A client's side of TLS as a <see cref="Stream"/>, for code that is not on an event loop. OpenSSL works on
/// memory, and the socket is awaited outside of it, so that no thread is held by a connection that waits. One
/// reader and one writer may be at work at the same time.
/// </summary>
/// <remarks>
/// No session is resumed and none is kept: a session would go on with the certificate that it began with, and
/// whoever opens such a connection wants to show the newest one.
/// </remarks>
public sealed partial class TlsStream : Stream
{
    private const int BufferBytes = 16 * 1024;

    private readonly Socket _socket;
    private readonly TlsContext _context;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private bool _isEstablished;
    private bool _hasEnded;
    private TlsFault? _fault;

    private TlsStream(Socket socket, TlsContext context, in TlsPeerRequest peer)
    {
        _socket = socket;
        _context = context;
        Open(in peer);
    }

    /// <summary>The application protocol that was agreed on (ALPN); empty for none.</summary>
    public string NegotiatedProtocol { get; private set; } = "";

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Shakes hands over a connected socket.</summary>
    /// <param name="socket">The socket; the stream's from now on, also when this fails.</param>
    /// <param name="context">A client's context with a reference, which the stream gives back.</param>
    /// <param name="peer">What this connection asks for in place of the context's options.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="TlsStreamException">The handshake failed, or the socket broke.</exception>
    public static async ValueTask<TlsStream> ConnectAsync(
        Socket socket, TlsContext context, TlsPeerRequest peer, CancellationToken cancellation)
    {
        var stream = new TlsStream(socket, context, in peer);
        try
        {
            await stream.HandshakeAsync(cancellation);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var count = Decrypt(buffer.Span, out var isWaiting, out var hasPending);
            if (hasPending)
                await SendPendingAsync(cancellationToken);
            if (!isWaiting)
                return count;
            if (!await ReceiveAsync(cancellationToken))
                throw Broken(TlsFailure.Disconnected, DisconnectText());
        }
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            while (!buffer.IsEmpty)
            {
                buffer = buffer[Encrypt(buffer.Span)..];
                await SendAsync(cancellationToken);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <summary>Does nothing: every write is on its way when it returns.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            SayFarewell();
            Free();
            _socket.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task HandshakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var isDone = TakeStep();
            // What a failed handshake has to say, an alert, is for the peer too.
            await SendPendingAsync(cancellation);
            if (_fault is { } fault)
                throw new TlsStreamException(fault);
            if (isDone)
                return;
            if (!await ReceiveAsync(cancellation))
                throw Broken(TlsFailure.Disconnected, DisconnectText());
        }
    }

    private async ValueTask SendPendingAsync(CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try
        {
            await SendAsync(cancellation);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends everything that OpenSSL has for the peer. Only while holding the right to send.</summary>
    private async ValueTask SendAsync(CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (TakePending(buffer) is > 0 and var count)
            {
                for (var sent = 0; sent < count;)
                    sent += await _socket.SendAsync(buffer.AsMemory(sent, count - sent), cancellation);
            }
        }
        catch (SocketException exception)
        {
            throw Broken(TlsFailure.Disconnected, $"the connection broke: {exception.Message}");
        }
        catch (OperationCanceledException)
        {
            // Records that are gone in part cannot be sent again.
            _ = Broken(TlsFailure.Closed, "a write was given up");
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Waits for bytes from the peer, and gives them to OpenSSL.</summary>
    /// <returns>False when the peer has ended.</returns>
    private async ValueTask<bool> ReceiveAsync(CancellationToken cancellation)
    {
        byte[]? buffer = null;
        try
        {
            // A connection that waits holds no buffer.
            await _socket.ReceiveAsync(Memory<byte>.Empty, cancellation);
            buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
            var count = await _socket.ReceiveAsync(buffer, cancellation);
            Feed(buffer.AsSpan(0, count));
            return count > 0;
        }
        catch (SocketException exception)
        {
            throw Broken(TlsFailure.Disconnected, $"{DisconnectText()}: {exception.Message}");
        }
        finally
        {
            if (buffer is not null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private TlsStreamException Broken(TlsFailure failure, string text)
    {
        lock (_gate)
        {
            // The first failure is the cause; what follows from it says less.
            _fault ??= new TlsFault(failure, TlsFault.Printable(text));
            return new TlsStreamException(_fault.Value);
        }
    }

    private string DisconnectText() => _isEstablished
        ? "the peer closed the connection without ending TLS"
        : "the peer closed the connection during the handshake";

    private static NetworkAddress? AddressOf(EndPoint? endPoint) => endPoint is IPEndPoint ip
        ? NetworkAddress.FromIp(ip.Address.IsIPv4MappedToIPv6 ? ip.Address.MapToIPv4() : ip.Address, ip.Port)
        : null;
}
