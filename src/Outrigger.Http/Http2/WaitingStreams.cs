namespace Outrigger.Http.Http2;

/// <summary>
/// Streams whose writes wait, in the order in which they began to. A stream waits in one list at most.
/// </summary>
internal sealed class WaitingStreams
{
    private Http2Stream? _first;
    private Http2Stream? _last;

    internal int Count { get; private set; }

    internal void Add(Http2Stream stream)
    {
        if (stream.IsWaiting)
            return;
        stream.WaitsIn = this;
        stream.PreviousWaiting = _last;
        stream.NextWaiting = null;
        if (_last is null)
            _first = stream;
        else
            _last.NextWaiting = stream;
        _last = stream;
        Count++;
    }

    internal Http2Stream? TakeFirst()
    {
        Http2Stream? stream = _first;
        if (stream is not null)
            Remove(stream);
        return stream;
    }

    /// <summary>Takes a stream out of the list that it waits in, if it does.</summary>
    internal static void Remove(Http2Stream stream) => stream.WaitsIn?.Unlink(stream);

    private void Unlink(Http2Stream stream)
    {
        if (stream.PreviousWaiting is null)
            _first = stream.NextWaiting;
        else
            stream.PreviousWaiting.NextWaiting = stream.NextWaiting;
        if (stream.NextWaiting is null)
            _last = stream.PreviousWaiting;
        else
            stream.NextWaiting.PreviousWaiting = stream.PreviousWaiting;
        stream.PreviousWaiting = stream.NextWaiting = null;
        stream.WaitsIn = null;
        Count--;
    }
}
