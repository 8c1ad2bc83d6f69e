using Outrigger.Http;
using Outrigger.Net.Loops;

namespace Outrigger.Proxy.Http;

/// <summary>What became of bytes on their way out.</summary>
internal enum SinkStatus : byte
{
    /// <summary>All were taken.</summary>
    Done,

    /// <summary>Not all were taken: wait until the sink is writable.</summary>
    Blocked,

    /// <summary>They cannot be taken, now or later.</summary>
    Failed,
}

/// <summary>
/// Where the content of one message goes out, whatever the protocol that carries it. Content is first
/// appended, piece by piece, and then flushed, so that many small pieces leave as one.
/// </summary>
internal abstract class BodySink
{
    /// <summary>
    /// Takes content into the output while there is room. A long piece may be left for
    /// <see cref="Flush"/>, which writes it from where it is.
    /// </summary>
    /// <param name="payload">The content; not empty.</param>
    /// <param name="isLast">Whether nothing follows it, neither content nor trailers.</param>
    /// <returns>Bytes taken.</returns>
    public abstract int Append(ReadOnlySpan<byte> payload, bool isLast);

    /// <summary>Ends the content; nothing is appended after it.</summary>
    /// <param name="trailers">What goes out behind the content; null for nothing.</param>
    /// <returns>Whether there was room for it.</returns>
    public abstract bool TryAppendEnd(HeaderMap? trailers);

    /// <summary>Sends the output on its way, and the content behind it.</summary>
    /// <param name="payload">Content that <see cref="Append"/> did not take; may be empty.</param>
    /// <param name="isLast">Whether nothing follows it.</param>
    /// <param name="taken">Bytes of it taken.</param>
    public abstract SinkStatus Flush(ReadOnlySpan<byte> payload, bool isLast, out int taken);

    /// <summary>Waits until more may be taken.</summary>
    /// <param name="deadlineMs">Loop time at which to give up; <see cref="long.MaxValue"/> for never.</param>
    public abstract ReadinessAwaitable WritableAsync(long deadlineMs);

    /// <summary>Ends a wait for room with <see cref="WaitResult.Cancelled"/>; else does nothing.</summary>
    public abstract void CancelWritable();
}
