namespace Outrigger.Http.Http1;

/// <summary>
/// Parses response heads (RFC 9112) as strictly as <see cref="Http1RequestParser"/> parses requests, and in
/// the same incremental way.
/// </summary>
public sealed class Http1ResponseParser
{
    private readonly Http1Limits _limits;
    private HeadScanner _scanner;
    private bool _started;

    /// <summary>Creates a parser for one connection at a time.</summary>
    public Http1ResponseParser(Http1Limits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
    }

    /// <summary>
    /// Why the last call of <see cref="Parse"/> returned <see cref="Http1ParseStatus.Error"/>.
    /// </summary>
    public Http1Error Error { get; private set; }

    /// <summary>
    /// Parses the head that starts with the buffer; the same contract as
    /// <see cref="Http1RequestParser.Parse"/>. An interim response (1xx) is a head of its own; the final one
    /// follows it.
    /// </summary>
    /// <param name="buffer">All bytes received of this head so far.</param>
    /// <param name="requestMethod">What the response answers: HEAD and CONNECT change the framing.</param>
    /// <param name="head">Where the result goes; cleared by the first call.</param>
    /// <param name="consumed">How many bytes the head had; 0 unless complete.</param>
    public Http1ParseStatus Parse(
        ReadOnlySpan<byte> buffer, RequestMethod requestMethod, ResponseHead head, out int consumed)
    {
        ArgumentNullException.ThrowIfNull(head);
        consumed = 0;
        if (!_started)
            head.Clear();
        _started = !buffer.IsEmpty;
        ReadOnlySpan<byte> window = buffer[..Math.Min(buffer.Length, _limits.HeadBytesMax)];
        Http1ParseStatus status = _scanner.Read(
            window, new StatusLine(head), head.Headers, _limits.HeaderCountMax, out Http1Error error);
        if (status == Http1ParseStatus.Complete)
            error = ResponseHeadBuilder.Complete(window[.._scanner.End], requestMethod, head);
        else if (status == Http1ParseStatus.NeedMoreData && buffer.Length > window.Length)
            error = Http1Error.HeadersTooLarge;

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
        _started = false;
        Error = Http1Error.None;
    }
}
