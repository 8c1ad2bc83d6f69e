using System.Diagnostics;
using System.Runtime.InteropServices;
using Outrigger.Net.Loops;
using Outrigger.Net.Native;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>
/// TLS over a socket. It takes the socket's events and owns the socket from then on. The buffers of a record
/// belong to OpenSSL and are given back whenever nothing is in them, so an idle connection holds none.
/// Nothing is allocated per read or write.
/// </summary>
/// <remarks>
/// A record that was encrypted must go out as it is, whatever the caller would like to write by then.
/// Therefore its bytes count as taken, like those that lie in the kernel's buffer, and this class sees to it
/// that they leave: before anything else is written, and also after <see cref="Close"/>.
/// </remarks>
public sealed unsafe partial class TlsConnection : StreamConnection, ISocketUser, ITlsSession
{
    private const int RecordBytesDefault = 16 * 1024;

    [ThreadStatic]
    private static byte* t_scratch;

    private readonly TlsContext _context;
    private readonly ReadinessSignal _read;
    private readonly ReadinessSignal _write;
    private SocketBioState* _bio;
    private nint _ssl;
    private int _recordBytesMax = RecordBytesDefault;
    private int _pendingBytes;
    private bool _hasEnded;
    private bool _isClosed;
    private bool _isShutdownAsked;
    private bool _readNeedsWrite;

    private TlsConnection(SocketConnection socket, TlsContext context, ReadOnlySpan<byte> received)
        : base(socket.Loop)
    {
        Socket = socket;
        _context = context;
        _ssl = LibSsl.New(context.Handle);
        if (_ssl == 0)
            throw new InsufficientMemoryException($"No TLS connection can be made: {OpenSslErrors.Drain()}");
        var bio = SocketBio.Create(socket.Descriptor, out _bio);
        LibSsl.SetBio(_ssl, bio, bio);
        _bio->HasHangup = socket.HasHangup;
        _bio->IsReadDrained = !socket.IsReadable;
        if (!received.IsEmpty)
            SocketBio.Prepend(_bio, received);
        _read = new ReadinessSignal(Loop) { IsReady = socket.IsReadable || !received.IsEmpty };
        _write = new ReadinessSignal(Loop) { IsReady = socket.IsWritable };
        socket.User = this;
    }

    /// <summary>The socket below; for what only a socket has, not for reading or writing.</summary>
    public SocketConnection Socket { get; }

    /// <inheritdoc/>
    public override NetworkAddress? PeerAddress => Socket.PeerAddress;

    /// <inheritdoc/>
    public override NetworkAddress? LocalAddress => Socket.LocalAddress;

    /// <inheritdoc/>
    public override bool IsClosed => _isClosed;

    /// <inheritdoc/>
    public override bool HasHangup => _hasEnded || Socket.HasHangup;

    /// <inheritdoc/>
    public override int LastError => _bio is null ? 0 : _bio->Error;

    /// <inheritdoc/>
    public override bool IsReadable => _read.IsReady;

    private bool MayHaveMore =>
        LibSsl.HasPending(_ssl) != 0 || !_bio->IsReadDrained || _bio->Prefix is not null;

    TlsContext ITlsSession.Context => _context;

    /// <inheritdoc/>
    public override IoStatus TryRead(Span<byte> buffer, out int count)
    {
        Debug.Assert(!buffer.IsEmpty, "A read into nothing looks like the end of the stream.");
        count = 0;
        if (_isClosed || Failure != TlsFailure.None)
            return IoStatus.Failed;
        if (_hasEnded)
            return IoStatus.EndOfStream;
        var status = IoStatus.Ok;
        ActiveTls.Session = this;
        fixed (byte* start = buffer)
        {
            // One call gives one record at most. Those that came with it cost no system call, so take them along.
            do
            {
                var result = LibSsl.Read(_ssl, start + count, buffer.Length - count);
                if (result <= 0)
                {
                    status = EndRead(result);
                    break;
                }

                count += result;
            }
            while (count < buffer.Length && LibSsl.HasPending(_ssl) != 0);
        }

        ActiveTls.Session = null;
        if (status == IoStatus.Ok)
            _read.IsReady = MayHaveMore;
        BytesRead += count;
        return count > 0 ? IoStatus.Ok : status;
    }

    /// <inheritdoc/>
    public override IoStatus TryWrite(ReadOnlySpan<byte> data, out int count)
    {
        count = 0;
        if (!MayWrite(out var status))
            return status;
        fixed (byte* start = data)
            status = WriteRecords(start, data.Length, ref count);
        BytesWritten += count;
        return count > 0 ? IoStatus.Ok : status;
    }

    /// <inheritdoc/>
    public override IoStatus TryWrite(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, out int count)
    {
        if (second.IsEmpty)
            return TryWrite(first, out count);
        if (first.IsEmpty)
            return TryWrite(second, out count);
        count = 0;
        if (!MayWrite(out var status))
            return status;
        // A head and the payload behind it go into one record: a record of its own costs more than the copy.
        var head = first[..Math.Min(first.Length, _recordBytesMax)];
        var room = first.Length > head.Length ? 0 : _recordBytesMax - head.Length;
        var tail = second[..Math.Min(second.Length, room)];
        var scratch = Scratch();
        head.CopyTo(new Span<byte>(scratch, RecordBytesDefault));
        tail.CopyTo(new Span<byte>(scratch + head.Length, RecordBytesDefault - head.Length));
        var joined = head.Length + tail.Length;
        status = WriteRecords(scratch, joined, ref count);
        if (count == joined)
            status = WriteRest(first[head.Length..], second[tail.Length..], status, ref count);
        BytesWritten += count;
        return count > 0 ? IoStatus.Ok : status;
    }

    /// <inheritdoc/>
    public override ReadinessAwaitable ReadableAsync(long deadlineMs)
    {
        _read.Prepare(deadlineMs);
        return new ReadinessAwaitable(_read);
    }

    /// <inheritdoc/>
    public override ReadinessAwaitable WritableAsync(long deadlineMs)
    {
        _write.Prepare(deadlineMs);
        return new ReadinessAwaitable(_write);
    }

    /// <inheritdoc/>
    public override void CancelReadable() => _read.Interrupt(WaitResult.Cancelled);

    /// <inheritdoc/>
    public override void CancelWritable() => _write.Interrupt(WaitResult.Cancelled);

    /// <summary>
    /// Ends our sending side: TLS's own farewell (close_notify), then the socket's. Reading goes on.
    /// </summary>
    public override void ShutdownSend()
    {
        if (_isClosed || _isShutdownAsked)
            return;
        _isShutdownAsked = true;
        if (TryFlush() && Failure == TlsFailure.None)
            SendFarewell();
    }

    void ISocketUser.OnSocketEvents(EpollEvents events)
    {
        const EpollEvents HangupEvents = EpollEvents.PeerShutdown | EpollEvents.Hangup | EpollEvents.Error;
        var isHangup = (events & HangupEvents) != 0;
        var wakesReader = isHangup || (events & EpollEvents.Readable) != 0;
        var wakesWriter = (events & (EpollEvents.Writable | EpollEvents.Hangup | EpollEvents.Error)) != 0;
        _bio->HasHangup |= isHangup;
        if (wakesReader)
            _bio->IsReadDrained = false;
        if (_isClosed)
        {
            GoOnClosing(isHangup);
            return;
        }

        if (wakesWriter)
        {
            wakesReader |= _readNeedsWrite;
            _readNeedsWrite = false;
            wakesWriter = OnSocketWritable();
        }

        // Set both before anybody resumes: a resumed method may use either direction, or close.
        if (wakesWriter)
            _write.IsReady = true;
        if (wakesReader)
            OnSocketReadable(isHangup);
        if (wakesWriter && !_isClosed && _write.HasWaiter)
            _write.SetReady();
    }

    void ISocketUser.OnSocketDrop()
    {
        MarkClosed();
        Release(saysFarewell: false);
    }

    internal override void OnEvents(EpollEvents events) =>
        throw new InvalidOperationException("A TLS connection has no descriptor of its own.");

    internal override void OnLoopDrop() => Close();

    private static byte* Scratch()
    {
        if (t_scratch is null)
            t_scratch = (byte*)NativeMemory.Alloc(RecordBytesDefault);
        return t_scratch;
    }

    private IoStatus WriteRest(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, IoStatus status, ref int count)
    {
        var countBefore = count;
        fixed (byte* start = first)
        {
            if (status == IoStatus.Ok && !first.IsEmpty)
                status = WriteRecords(start, first.Length, ref count);
        }

        if (status == IoStatus.Ok && !second.IsEmpty && count - countBefore == first.Length)
        {
            fixed (byte* start = second)
                status = WriteRecords(start, second.Length, ref count);
        }

        return status;
    }

    /// <summary>Writes until all is taken or the socket is full; adds what was taken.</summary>
    private IoStatus WriteRecords(byte* data, int length, ref int count)
    {
        while (length > 0)
        {
            var chunk = Math.Min(length, _recordBytesMax);
            var result = LibSsl.Write(_ssl, data, chunk);
            if (result <= 0)
                return EndWrite(result, chunk, ref count);
            count += result;
            data += result;
            length -= result;
        }

        return IoStatus.Ok;
    }

    private bool MayWrite(out IoStatus status)
    {
        status = IoStatus.Failed;
        if (_isClosed || _isShutdownAsked || Failure != TlsFailure.None)
            return false;
        if (TryFlush())
            return true;
        status = Failure == TlsFailure.None ? IoStatus.WouldBlock : IoStatus.Failed;
        return false;
    }

    /// <summary>Sends the rest of the record that the socket did not take whole.</summary>
    /// <returns>Whether nothing waits any more.</returns>
    private bool TryFlush()
    {
        if (_pendingBytes == 0)
            return true;
        // OpenSSL holds the record; it wants the same length again and does not look at the bytes.
        var result = LibSsl.Write(_ssl, Scratch(), _pendingBytes);
        if (result > 0)
        {
            _pendingBytes = 0;
            return true;
        }

        if (LibSsl.GetError(_ssl, result) is OpenSslConstants.ErrorWantWrite or OpenSslConstants.ErrorWantRead)
            _write.IsReady = false;
        else
            FailWrite(result);
        return false;
    }

    private IoStatus EndWrite(int result, int chunk, ref int count)
    {
        if (LibSsl.GetError(_ssl, result) is OpenSslConstants.ErrorWantWrite or OpenSslConstants.ErrorWantRead)
        {
            _pendingBytes = chunk;
            count += chunk;
            _write.IsReady = false;
            return IoStatus.WouldBlock;
        }

        FailWrite(result);
        return IoStatus.Failed;
    }

    private IoStatus EndRead(int result)
    {
        switch (LibSsl.GetError(_ssl, result))
        {
            case OpenSslConstants.ErrorWantRead:
                _read.IsReady = false;
                return IoStatus.WouldBlock;
            case OpenSslConstants.ErrorWantWrite:
                _read.IsReady = false;
                _readNeedsWrite = true;
                return IoStatus.WouldBlock;
            case OpenSslConstants.ErrorZeroReturn:
                // There is nothing more to wait for: reads find the end at once from now on.
                _hasEnded = true;
                _read.IsReady = true;
                return IoStatus.EndOfStream;
            default:
                Fail(result);
                _read.IsReady = true;
                return IoStatus.Failed;
        }
    }

    /// <summary>Returns whether a writer may go on, or learn that the connection is broken.</summary>
    private bool OnSocketWritable()
    {
        if (!TryFlush())
            return Failure != TlsFailure.None;
        if (_isShutdownAsked && Failure == TlsFailure.None)
            SendFarewell();
        return true;
    }

    private void OnSocketReadable(bool isHangup)
    {
        _read.IsReady = true;
        if (_read.HasWaiter)
        {
            _read.SetReady();
            return;
        }

        if (Observer is not { } observer)
            return;
        if (!isHangup && !HasNewsForReader())
            return;
        observer.OnUnawaitedEvent(this, HasHangup);
    }

    /// <summary>
    /// Whether what came is for the reader: bytes, the end or a failure. Session tickets and new keys come
    /// at any time and concern nobody above.
    /// </summary>
    private bool HasNewsForReader()
    {
        byte first;
        ActiveTls.Session = this;
        var result = LibSsl.Peek(_ssl, &first, 1);
        var status = result > 0 ? IoStatus.Ok : EndRead(result);
        ActiveTls.Session = null;
        return status != IoStatus.WouldBlock;
    }
}
