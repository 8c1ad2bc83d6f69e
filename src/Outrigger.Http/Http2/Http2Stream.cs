namespace Outrigger.Http.Http2;

/// <summary>
/// One request and its response on an HTTP/2 connection. The objects belong to their
/// <see cref="Http2Session"/>, which uses them again for later streams.
/// </summary>
public sealed class Http2Stream
{
    internal Http2Stream()
    {
    }

    /// <summary>What the session's owner knows of the stream; null again after it was closed.</summary>
    public object? Owner { get; set; }

    /// <summary>The stream's identifier; 0 when the object is not in use.</summary>
    public int Id { get; internal set; }

    /// <summary>
    /// Bytes that the peer lets us send on this stream; negative after it made its windows smaller.
    /// </summary>
    public int SendWindow { get; internal set; }

    /// <summary>Bytes received that were not yet given to <see cref="Http2Session.Consume"/>.</summary>
    public int UnconsumedBytes { get; internal set; }

    /// <summary>The request's method.</summary>
    public RequestMethod Method { get; internal set; }

    /// <summary>Whether we have sent all that we will send.</summary>
    public bool IsLocalEnded { get; internal set; }

    /// <summary>Whether the peer has sent all that it will send.</summary>
    public bool IsRemoteEnded { get; internal set; }

    /// <summary>Whether both sides have ended or the stream was reset.</summary>
    public bool IsClosed { get; internal set; }

    /// <summary>Whether a write waits for a window or for room in the output.</summary>
    public bool IsWaiting => WaitsIn is not null;

    /// <summary>The next stream of the same bucket, or of the pool.</summary>
    internal Http2Stream? Next;
    internal Http2Stream? PreviousWaiting;
    internal Http2Stream? NextWaiting;

    /// <summary>Bytes that the peer may still send before it gets more credit.</summary>
    internal int ReceiveWindow { get; set; }

    /// <summary>Consumed bytes for which the peer got no credit yet.</summary>
    internal int UncreditedBytes { get; set; }

    /// <summary>Content bytes that must still come; -1 when no length was declared.</summary>
    internal long ContentBytesLeft { get; set; }

    /// <summary>Whether it was reset, by either side.</summary>
    internal bool IsReset { get; set; }

    internal long OpenedMs { get; set; }

    /// <summary>Whether the final response's head has passed.</summary>
    internal bool HasResponse { get; set; }

    /// <summary>Whether what the peer sends on this stream is dropped.</summary>
    internal bool DropsContent { get; set; }

    /// <summary>Whether a head or trailers wait, which need no window.</summary>
    internal bool WaitsForRoomOnly { get; set; }

    /// <summary>The list that it waits in; null when it does not wait.</summary>
    internal WaitingStreams? WaitsIn { get; set; }

    /// <summary>Whether content was sent since it was last told that it may go on.</summary>
    internal bool HadTurn { get; set; }

    internal bool HasEnded => IsLocalEnded && IsRemoteEnded;

    internal void Clear()
    {
        Owner = null;
        Id = 0;
        Method = RequestMethod.Other;
        UnconsumedBytes = UncreditedBytes = 0;
        IsLocalEnded = IsRemoteEnded = IsClosed = IsReset = false;
        HasResponse = DropsContent = WaitsForRoomOnly = HadTurn = false;
        ContentBytesLeft = -1;
    }
}
