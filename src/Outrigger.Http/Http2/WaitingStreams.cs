namespace Outrigger.Http.Http2;

/// <summary>
/// The streams whose writes wait, in the order in which they began to: who waits longest goes first.
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
        stream.IsWaiting = true;
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

    internal void Remove(Http2Stream stream)
    {
        if (!stream.IsWaiting)
            return;
        if (stream.PreviousWaiting is null)
            _first = stream.NextWaiting;
        else
            stream.PreviousWaiting.NextWaiting = stream.NextWaiting;
        if (stream.NextWaiting is null)
            _last = stream.PreviousWaiting;
        else
            stream.NextWaiting.PreviousWaiting = stream.PreviousWaiting;
        stream.PreviousWaiting = stream.NextWaiting = null;
        stream.IsWaiting = false;
        Count--;
    }
}
