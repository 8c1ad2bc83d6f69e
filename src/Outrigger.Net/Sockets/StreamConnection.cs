using Outrigger.Net.Loops;

namespace Outrigger.Net.Sockets;

/// <summary>
/// A two-way stream of bytes on an event loop. Reads and writes never block: they do what is possible now and
/// say so; <see cref="ReadableAsync"/> and <see cref="WritableAsync"/> wait for more. One method may wait per
/// direction. All members are for the loop's thread.
/// </summary>
public abstract class StreamConnection : EventSource
{
    private protected StreamConnection(EventLoop loop)
        : base(loop)
    {
    }

    /// <summary>The other side's address; null for an unnamed Unix peer.</summary>
    public abstract NetworkAddress? PeerAddress { get; }

    /// <summary>
    /// Our side's address; null for an unnamed Unix socket, or when closed before it was asked for.
    /// </summary>
    public abstract NetworkAddress? LocalAddress { get; }

    /// <summary>Whether <see cref="Close"/> or <see cref="Abort"/> was called.</summary>
    public abstract bool IsClosed { get; }

    /// <summary>
    /// Whether the peer ended its sending side or the connection broke; bytes may still wait to be read.
    /// </summary>
    public abstract bool HasHangup { get; }

    /// <summary>The system's error number of the last operation that failed, else 0.</summary>
    public abstract int LastError { get; }

    /// <summary>Bytes read so far.</summary>
    public long BytesRead { get; private protected set; }

    /// <summary>Bytes written so far.</summary>
    public long BytesWritten { get; private protected set; }

    /// <summary>Gets the events that come while nobody waits to read.</summary>
    public IReadinessObserver? Observer { get; set; }

    /// <summary>Whether a read is expected to find something (bytes, the end, or an error).</summary>
    public abstract bool IsReadable { get; }

    /// <summary>Reads what is there.</summary>
    /// <param name="buffer">Where to; not empty.</param>
    /// <param name="count">Bytes read.</param>
    public abstract IoStatus TryRead(Span<byte> buffer, out int count);

    /// <summary>Writes what the system takes.</summary>
    /// <param name="data">What to write.</param>
    /// <param name="count">Bytes taken; may be fewer than given.</param>
    public abstract IoStatus TryWrite(ReadOnlySpan<byte> data, out int count);

    /// <summary>Writes two pieces with one system call.</summary>
    /// <param name="first">The first piece.</param>
    /// <param name="second">The piece behind it.</param>
    /// <param name="count">Bytes taken of both together.</param>
    public abstract IoStatus TryWrite(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, out int count);

    /// <summary>Waits until a read may find something.</summary>
    /// <param name="deadlineMs">Loop time at which to give up; <see cref="long.MaxValue"/> for never.</param>
    public abstract ReadinessAwaitable ReadableAsync(long deadlineMs);

    /// <summary>Waits until a write may move something.</summary>
    /// <param name="deadlineMs">Loop time at which to give up; <see cref="long.MaxValue"/> for never.</param>
    public abstract ReadinessAwaitable WritableAsync(long deadlineMs);

    /// <summary>
    /// Ends a wait for reading with <see cref="WaitResult.Cancelled"/>, from the loop; else does nothing.
    /// </summary>
    public abstract void CancelReadable();

    /// <summary>
    /// Ends a wait for writing with <see cref="WaitResult.Cancelled"/>, from the loop; else does nothing.
    /// </summary>
    public abstract void CancelWritable();

    /// <summary>Says that no more bytes will be written; reading goes on.</summary>
    public abstract void ShutdownSend();

    /// <summary>
    /// Closes; whoever waits resumes with <see cref="WaitResult.Closed"/>. Closing twice does nothing.
    /// </summary>
    public abstract void Close();

    /// <summary>
    /// Closes with a reset, so that the peer cannot take the bytes so far for the whole message.
    /// </summary>
    public abstract void Abort();
}
