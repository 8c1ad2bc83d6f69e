namespace Outrigger.Http.Http1;

/// <summary>
/// Parses request heads (RFC 9112) strictly: what two implementations could read in two ways is refused. The
/// caller keeps the received bytes in one contiguous buffer and calls again with the same start and more
/// behind it until the head is complete; the work done so far is not repeated. Holds no reference to the
/// buffer between calls.
/// </summary>
public sealed class Http1RequestParser
{
    private readonly Http1Limits _limits;
    private HeadScanner _scanner;
    private bool _started;
    private bool _emptyLineSkipped;
    private int _headStart;

    /// <summary>Creates a parser for one connection at a time.</summary>
    public Http1RequestParser(Http1Limits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
    }

    /// <summary>
    /// Why the last call of <see cref="Parse"/> returned <see cref="Http1ParseStatus.Error"/>.
    /// </summary>
    public Http1Error Error { get; private set; }

    /// <summary>
    /// Parses the head that starts with the buffer. The head must be the same object until it is complete. Its
    /// content is defined after <see cref="Http1ParseStatus.Complete"/> only; an error empties it.
    /// </summary>
    /// <param name="buffer">
    /// All bytes received of this head so far, possibly followed by content and further messages.
    /// </param>
    /// <param name="head">Where the result goes; cleared by the first call.</param>
    /// <param name="consumed">How many bytes the head had; 0 unless complete.</param>
    public Http1ParseStatus Parse(ReadOnlySpan<byte> buffer, RequestHead head, out int consumed)
    {
        ArgumentNullException.ThrowIfNull(head);
        consumed = 0;
        if (!_started)
            head.Clear();
        _started = !buffer.IsEmpty;
        if (!_emptyLineSkipped && !SkipEmptyLine(buffer))
            return Http1ParseStatus.NeedMoreData;

        int windowLength = (int)Math.Min(buffer.Length, (long)_headStart + _limits.HeadBytesMax);
        ReadOnlySpan<byte> window = buffer[..windowLength];
        RequestLine startLine = new(head, _limits.TargetBytesMax, _limits.AcceptsAnyMethod);
        Http1ParseStatus status =
            _scanner.Read(window, startLine, head.Headers, _limits.HeaderCountMax, out Http1Error error);
        if (status == Http1ParseStatus.Complete)
            error = RequestHeadBuilder.Complete(window[.._scanner.End], head, _limits.TargetBytesMax);
        else if (status == Http1ParseStatus.NeedMoreData && buffer.Length > windowLength)
            error = _scanner.HasStartLine ? Http1Error.HeadersTooLarge : Http1Error.TargetTooLong;

        Error = error;
        if (error != Http1Error.None)
        {
            head.Clear();
            return Http1ParseStatus.Error;
        }

        if (status == Http1ParseStatus.NeedMoreData)
            return status;
        consumed = _scanner.End;
        Reset();
        return Http1ParseStatus.Complete;
    }

    /// <summary>Forgets an error or a head that is being received, for use on another connection.</summary>
    public void Reset()
    {
        _scanner.Reset(0);
        _emptyLineSkipped = false;
        _started = false;
        _headStart = 0;
        Error = Http1Error.None;
    }

    // One empty line before a request is tolerated: old clients sent one after a POST (RFC 9112 section 2.2).
    private bool SkipEmptyLine(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IsEmpty || (buffer[0] == '\r' && buffer.Length == 1))
            return false;
        _emptyLineSkipped = true;
        if (buffer[0] == '\r' && buffer[1] == '\n')
        {
            _headStart = 2;
            _scanner.Reset(2);
        }

        return true;
    }
}
