namespace Outrigger.Http.Http1;

/// <summary>
/// Parses request heads (RFC 9112) strictly: what two implementations could read in two ways is refused. The caller
/// keeps the received bytes in one contiguous buffer and calls again with the same start and more behind it until the
/// head is complete; the work done so far is not repeated. Holds no reference to the buffer between calls.
/// </summary>
public sealed class Http1RequestParser
{
    private readonly Http1Limits _limits;
    private FieldSectionScanner _scanner;
    private bool _startLineDone;
    private bool _emptyLineSkipped;
    private int _headStart;

    /// <summary>Creates a parser for one connection at a time.</summary>
    public Http1RequestParser(Http1Limits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
    }

    /// <summary>Why the last call of <see cref="Parse"/> returned <see cref="Http1ParseStatus.Error"/>.</summary>
    public Http1Error Error { get; private set; }

    /// <summary>Whether the head that is being received has at least one byte that belongs to it.</summary>
    public bool HasStarted => _startLineDone || _headStart > 0 || _scannedAny;

    private bool _scannedAny;

    /// <summary>
    /// Parses the head that starts with the buffer. The head's content is defined only after
    /// <see cref="Http1ParseStatus.Complete"/>, and must be the same object until then.
    /// </summary>
    /// <param name="buffer">All bytes received of this head so far, possibly followed by content and further messages.</param>
    /// <param name="head">Where the result goes; cleared by the first call.</param>
    /// <param name="consumed">How many bytes the head had; 0 unless complete.</param>
    public Http1ParseStatus Parse(ReadOnlySpan<byte> buffer, RequestHead head, out int consumed)
    {
        ArgumentNullException.ThrowIfNull(head);
        consumed = 0;
        if (!_scannedAny)
            head.Clear();
        _scannedAny = !buffer.IsEmpty;
        if (!_startLineDone && !_emptyLineSkipped && !SkipEmptyLine(buffer))
            return Http1ParseStatus.NeedMoreData;

        int windowLength = (int)Math.Min(buffer.Length, (long)_headStart + _limits.HeadBytesMax);
        ReadOnlySpan<byte> window = buffer[..windowLength];
        Http1ParseStatus status = ParseWindow(window, head);
        if (status == Http1ParseStatus.Complete)
        {
            consumed = _scanner.LineStart;
            Error = RequestHeadBuilder.Complete(window[..consumed], head);
            if (Error == Http1Error.None)
            {
                Reset();
                return status;
            }

            consumed = 0;
            return Http1ParseStatus.Error;
        }

        if (status == Http1ParseStatus.NeedMoreData && buffer.Length > windowLength)
        {
            Error = _startLineDone ? Http1Error.HeadersTooLarge : Http1Error.TargetTooLong;
            return Http1ParseStatus.Error;
        }

        return status;
    }

    /// <summary>Forgets a head that is being received, for use on another connection.</summary>
    public void Reset()
    {
        _scanner.Reset(0);
        _startLineDone = false;
        _emptyLineSkipped = false;
        _scannedAny = false;
        _headStart = 0;
        Error = Http1Error.None;
    }

    // One empty line before a request is tolerated, since old clients sent one after a POST (RFC 9112 section 2.2).
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

    private Http1ParseStatus ParseWindow(ReadOnlySpan<byte> window, RequestHead head)
    {
        Http1Error error;
        if (!_startLineDone)
        {
            Http1ParseStatus status = _scanner.FindLineEnd(window, out int lineEnd, out error);
            if (status == Http1ParseStatus.Complete)
            {
                error = RequestLine.Parse(window, _scanner.LineStart, lineEnd, _limits.TargetBytesMax, head);
                if (error != Http1Error.None)
                    status = Http1ParseStatus.Error;
            }

            if (status != Http1ParseStatus.Complete)
            {
                Error = error;
                return status;
            }

            _scanner.NextLine(lineEnd);
            _startLineDone = true;
        }

        Http1ParseStatus fields = _scanner.ReadFields(window, head.Headers, _limits.HeaderCountMax, out error);
        Error = error;
        return fields;
    }
}
