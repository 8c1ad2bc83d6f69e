namespace Outrigger.Http.Http2;

/// <summary>
/// Where a session puts its frames, in the order in which they go to the peer. A connection implements it
/// over its own bounded buffer and flushes once per turn of its loop.
/// </summary>
public abstract class Http2Output
{
    /// <summary>Room that an output gives at least when it is empty: 32 KiB.</summary>
    public const int BytesMin = 32 * 1024;

    /// <summary>
    /// Contiguous room behind what was written: at least <paramref name="bytesMin"/> and all that there is,
    /// or nothing when that much is not to be had now. Room must come when earlier bytes are flushed; the
    /// owner then calls <see cref="Http2Session.OnOutputRoom"/>. An empty output gives
    /// <see cref="BytesMin"/> at least.
    /// </summary>
    public abstract Span<byte> GetRoom(int bytesMin);

    /// <summary>Notes that so many bytes were put into the room just given.</summary>
    public abstract void Advance(int count);
}
