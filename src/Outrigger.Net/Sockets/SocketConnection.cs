using System.Diagnostics;
using System.Runtime.InteropServices;
using Outrigger.Net.Loops;
using Outrigger.Net.Native;

namespace Outrigger.Net.Sockets;

/// <summary>
/// A TCP or Unix stream socket. Registered once with epoll, edge-triggered, for both directions: no request
/// costs an <c>epoll_ctl</c>. A read that does not fill its buffer, or a write that is not taken whole, tells
/// as surely as EAGAIN that the direction is exhausted (epoll(7)), and saves the call that would say so.
/// </summary>
public sealed unsafe class SocketConnection : StreamConnection
{
    private const EpollEvents Interest =
        EpollEvents.Readable | EpollEvents.Writable | EpollEvents.PeerShutdown | EpollEvents.EdgeTriggered;

    private readonly ReadinessSignal _read;
    private readonly ReadinessSignal _write;
    private readonly NetworkAddress? _peer;
    private NetworkAddress? _local;
    private bool _hasHangup;
    // What _write knows too. Kept here because every event says that a socket can be written to, and the signal is
    // another object, whose memory would be fetched for nothing.
    private bool _isWritable;
    private int _lastError;

    internal SocketConnection(EventLoop loop, int descriptor, NetworkAddress? peer, bool isWritable)
        : base(loop)
    {
        _read = new ReadinessSignal(loop);
        _write = new ReadinessSignal(loop) { IsReady = isWritable };
        _isWritable = isWritable;
        _peer = peer;
        Descriptor = descriptor;
        loop.Watch(this, Interest);
    }

    /// <inheritdoc/>
    public override NetworkAddress? PeerAddress => _peer;

    /// <inheritdoc/>
    public override NetworkAddress? LocalAddress =>
        _local ??= Descriptor >= 0 ? SocketOptions.LocalAddress(Descriptor) : null;

    /// <inheritdoc/>
    public override bool IsClosed => Descriptor < 0;

    /// <inheritdoc/>
    public override bool HasHangup => _hasHangup;

    /// <inheritdoc/>
    public override int LastError => _lastError;

    /// <inheritdoc/>
    public override bool IsReadable => _read.IsReady;

    /// <summary>Whether a write is expected to move something.</summary>
    internal bool IsWritable => _isWritable;

    /// <summary>Gets the socket's events in place of whoever waits on it; null for nobody.</summary>
    internal ISocketUser? User { get; set; }

    /// <summary>
    /// Where a redirected connection was headed before the firewall changed its destination
    /// (SO_ORIGINAL_DST).
    /// </summary>
    /// <returns>That destination; null when the system keeps no record of a redirection.</returns>
    public NetworkAddress? ReadOriginalDestination() =>
        Descriptor < 0
            ? null
            : SocketOptions.OriginalDestination(Descriptor, LocalAddress is { IsIPv6: true });

    /// <inheritdoc/>
    public override IoStatus TryRead(Span<byte> buffer, out int count)
    {
        Debug.Assert(!buffer.IsEmpty, "A read into nothing looks like the end of the stream.");
        while (Descriptor >= 0)
        {
            nint result;
            fixed (byte* pointer = buffer)
                result = Libc.Receive(Descriptor, pointer, buffer.Length, 0);
            count = (int)result;
            if (result > 0)
            {
                BytesRead += count;
                // After a hangup no further edge comes, so the end must be found by reading on.
                if (result < buffer.Length && !_hasHangup)
                    _read.IsReady = false;
                return IoStatus.Ok;
            }

            count = 0;
            if (result == 0)
                return IoStatus.EndOfStream;
            var error = Marshal.GetLastPInvokeError();
            if (error == Errno.Interrupted)
                continue;
            if (error != Errno.TryAgain)
                return Fail(error);
            _read.IsReady = false;
            return IoStatus.WouldBlock;
        }

        count = 0;
        return IoStatus.Failed;
    }

    /// <inheritdoc/>
    public override IoStatus TryWrite(ReadOnlySpan<byte> data, out int count)
    {
        while (Descriptor >= 0)
        {
            nint result;
            fixed (byte* pointer = data)
                result = Libc.Send(Descriptor, pointer, data.Length, LinuxConstants.MessageNoSignal);
            if (CompleteWrite(result, data.Length, out count, out var status))
                return status;
        }

        count = 0;
        return IoStatus.Failed;
    }

    /// <inheritdoc/>
    public override IoStatus TryWrite(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, out int count)
    {
        if (second.IsEmpty)
            return TryWrite(first, out count);
        if (first.IsEmpty)
            return TryWrite(second, out count);
        var vectors = stackalloc IoVector[2];
        fixed (byte* firstPointer = first)
        fixed (byte* secondPointer = second)
        {
            vectors[0] = new IoVector { Base = firstPointer, Length = first.Length };
            vectors[1] = new IoVector { Base = secondPointer, Length = second.Length };
            var message = new MessageHeader { Vectors = vectors, VectorCount = 2 };
            while (Descriptor >= 0)
            {
                var result = Libc.SendMessage(Descriptor, &message, LinuxConstants.MessageNoSignal);
                if (CompleteWrite(result, first.Length + second.Length, out count, out var status))
                    return status;
            }
        }

        count = 0;
        return IoStatus.Failed;
    }

    /// <summary>Moves received bytes into a pipe; they stay in the kernel.</summary>
    /// <param name="pipe">
    /// The pipe. Only into an empty one does "would block" mean that nothing was received: the kernel says the
    /// same of a full pipe.
    /// </param>
    /// <param name="bytesMax">Bytes to move at most.</param>
    /// <param name="count">Bytes moved.</param>
    public IoStatus TrySpliceTo(SplicePipe pipe, int bytesMax, out int count)
    {
        const uint Flags = LinuxConstants.SpliceMove | LinuxConstants.SpliceNonBlocking;
        count = 0;
        while (Descriptor >= 0)
        {
            var result = Libc.Splice(Descriptor, null, pipe.WriteEnd, null, bytesMax, Flags);
            if (result > 0)
            {
                count = (int)result;
                pipe.Count += count;
                BytesRead += count;
                return IoStatus.Ok;
            }

            if (result == 0)
                return IoStatus.EndOfStream;
            var error = Marshal.GetLastPInvokeError();
            if (error == Errno.Interrupted)
                continue;
            if (error == Errno.InvalidArgument)
                return IoStatus.NotSupported;
            if (error != Errno.TryAgain)
                return Fail(error);
            if (pipe.Count == 0)
                _read.IsReady = false;
            return IoStatus.WouldBlock;
        }

        return IoStatus.Failed;
    }

    /// <summary>Writes what is in a pipe, as far as the system takes it.</summary>
    /// <param name="pipe">The pipe; not empty.</param>
    /// <param name="count">Bytes taken.</param>
    public IoStatus TrySpliceFrom(SplicePipe pipe, out int count)
    {
        const uint Flags = LinuxConstants.SpliceMove | LinuxConstants.SpliceNonBlocking;
        count = 0;
        while (Descriptor >= 0)
        {
            var result = Libc.Splice(pipe.ReadEnd, null, Descriptor, null, pipe.Count, Flags);
            if (result > 0)
            {
                count = (int)result;
                pipe.Count -= count;
                BytesWritten += count;
                return IoStatus.Ok;
            }

            var error = Marshal.GetLastPInvokeError();
            if (result < 0 && error == Errno.Interrupted)
                continue;
            if (result < 0 && error != Errno.TryAgain)
                return Fail(error);
            SetWritable(false);
            return IoStatus.WouldBlock;
        }

        return IoStatus.Failed;
    }

    /// <inheritdoc/>
    public override ReadinessAwaitable ReadableAsync(long deadlineMs) => _read.WaitAsync(deadlineMs);

    /// <inheritdoc/>
    public override ReadinessAwaitable WritableAsync(long deadlineMs) => _write.WaitAsync(deadlineMs);

    /// <inheritdoc/>
    public override void CancelReadable() => _read.Interrupt(WaitResult.Cancelled);

    /// <inheritdoc/>
    public override void CancelWritable() => _write.Interrupt(WaitResult.Cancelled);

    /// <inheritdoc/>
    public override void ShutdownSend()
    {
        if (Descriptor >= 0)
            _ = Libc.Shutdown(Descriptor, LinuxConstants.ShutdownSend);
    }

    /// <inheritdoc/>
    public override void Close()
    {
        if (Descriptor < 0)
            return;
        Loop.CloseDescriptor(this);
        Observer = null;
        _read.Close();
        _write.Close();
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        if (Descriptor < 0)
            return;
        SocketOptions.SetResetOnClose(Descriptor);
        Close();
    }

    /// <summary>
    /// Takes the error of a finished connection attempt off the socket; 0 when it succeeded.
    /// </summary>
    internal int TakeSocketError() => _lastError = SocketOptions.TakeError(Descriptor);

    internal override void OnEvents(EpollEvents events)
    {
        const EpollEvents HangupEvents = EpollEvents.PeerShutdown | EpollEvents.Hangup | EpollEvents.Error;
        var isHangup = (events & HangupEvents) != 0;
        _hasHangup |= isHangup;
        if (User is { } user)
        {
            user.OnSocketEvents(events);
            return;
        }

        var wakesReader = isHangup || (events & EpollEvents.Readable) != 0;
        var wakesWriter = !_isWritable
            && (events & (EpollEvents.Writable | EpollEvents.Hangup | EpollEvents.Error)) != 0;
        // Set both before anybody resumes: a resumed method may use either direction, or close.
        if (wakesWriter)
            SetWritable(true);
        if (wakesReader)
        {
            _read.IsReady = true;
            if (_read.HasWaiter)
                _read.SetReady();
            else
                Observer?.OnUnawaitedEvent(this, isHangup);
        }

        if (wakesWriter && Descriptor >= 0 && _write.HasWaiter)
            _write.SetReady();
    }

    internal override void OnLoopDrop()
    {
        if (User is { } user)
            user.OnSocketDrop();
        else
            Close();
    }

    private void SetWritable(bool isWritable) => _isWritable = _write.IsReady = isWritable;

    private bool CompleteWrite(nint result, int wanted, out int count, out IoStatus status)
    {
        count = 0;
        status = IoStatus.Ok;
        if (result >= 0)
        {
            count = (int)result;
            BytesWritten += count;
            if (count < wanted)
                SetWritable(false);
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        if (error == Errno.Interrupted)
            return false;
        if (error == Errno.TryAgain)
        {
            SetWritable(false);
            status = IoStatus.WouldBlock;
        }
        else
        {
            status = Fail(error);
        }

        return true;
    }

    private IoStatus Fail(int error)
    {
        _lastError = error;
        return IoStatus.Failed;
    }
}
