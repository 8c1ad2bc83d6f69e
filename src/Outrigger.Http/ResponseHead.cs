namespace Outrigger.Http;

/// <summary>
/// Everything of a response but its content, whichever HTTP version carried it. Reused from message to
/// message. Framing and connection management live in the properties, not in <see cref="Headers"/>, as in
/// <see cref="RequestHead"/>.
/// </summary>
public sealed class ResponseHead
{
    private ByteRange _reason;
    private ByteRange _upgrade;

    /// <summary>Creates an empty head over a map of its own.</summary>
    public ResponseHead()
        : this(new HeaderMap())
    {
    }

    /// <summary>Creates an empty head over the given map, which then belongs to it.</summary>
    public ResponseHead(HeaderMap headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        Headers = headers;
    }

    /// <summary>The header fields.</summary>
    public HeaderMap Headers { get; }

    /// <summary>The status code, 100 to 999.</summary>
    public int Status { get; set; } = 200;

    /// <summary>
    /// The reason phrase as received; may be empty. Writers use the standard one when it is.
    /// </summary>
    public ReadOnlySpan<byte> Reason => Headers.Slice(_reason);

    /// <summary>The version that the message was received with.</summary>
    public HttpVersion Version { get; set; }

    /// <summary>How the content ends.</summary>
    public BodyFraming Framing { get; private set; }

    /// <summary>
    /// The declared length in bytes, -1 when none was. May be declared without content: in the response to a
    /// HEAD request and in a 304 (RFC 9110 section 8.6).
    /// </summary>
    public long ContentLength { get; private set; } = -1;

    /// <summary>Whether any content bytes follow.</summary>
    public bool HasBody =>
        Framing >= BodyFraming.Chunked || (Framing == BodyFraming.ContentLength && ContentLength > 0);

    /// <summary>Whether the connection may carry another message after this one.</summary>
    public bool KeepAlive { get; set; } = true;

    /// <summary>Whether this is an interim response (1xx but not 101), which the final one follows.</summary>
    public bool IsInterim => Status is >= 100 and < 200 && Status != 101;

    /// <summary>The value of Upgrade of a 101 response; else empty.</summary>
    public ReadOnlySpan<byte> Upgrade => Headers.Slice(_upgrade);

    /// <summary>Whether this response changes the protocol: 101 with Upgrade.</summary>
    public bool IsUpgrade => _upgrade.Length > 0;

    /// <summary>
    /// Whether Connection names fields of this hop; see <see cref="HopByHop.Strip(ResponseHead)"/>.
    /// </summary>
    public bool HasNominatedHeaders { get; internal set; }

    /// <summary>Forgets everything; the status becomes 200.</summary>
    public void Clear()
    {
        Headers.Clear();
        _reason = _upgrade = default;
        Status = 200;
        Version = HttpVersion.Http11;
        Framing = BodyFraming.None;
        ContentLength = -1;
        KeepAlive = true;
        HasNominatedHeaders = false;
    }

    /// <summary>Says which protocol follows a 101; false when invalid or there is no room.</summary>
    public bool TrySetUpgrade(ReadOnlySpan<byte> protocol)
    {
        bool valid = !protocol.IsEmpty && HttpSyntax.IndexOfControl(protocol) < 0;
        if (!valid || !Headers.TryStore(protocol, out ByteRange range))
            return false;
        _upgrade = range;
        return true;
    }

    /// <summary>Declares content of a known length in bytes.</summary>
    public void SetContentLength(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Framing = BodyFraming.ContentLength;
        ContentLength = length;
    }

    /// <summary>Declares content of unknown length.</summary>
    public void SetChunked() => SetFraming(BodyFraming.Chunked, -1);

    /// <summary>Declares content that ends with the connection.</summary>
    public void SetUntilClose() => SetFraming(BodyFraming.UntilClose, -1);

    /// <summary>
    /// Declares that there is no content, keeping a length to be told (HEAD, 304) or -1 for none.
    /// </summary>
    public void SetNoBody(long declaredLength = -1) => SetFraming(BodyFraming.None, declaredLength);

    internal void SetFraming(BodyFraming framing, long contentLength)
    {
        Framing = framing;
        ContentLength = contentLength;
    }

    internal void SetReason(ByteRange range) => _reason = range;

    internal void SetUpgrade(ByteRange range) => _upgrade = range;
}
