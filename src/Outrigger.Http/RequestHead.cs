namespace Outrigger.Http;

/// <summary>
/// Everything of a request but its content, whichever HTTP version carried it. Reused from message to
/// message. Framing and connection management live in the properties, not in <see cref="Headers"/>: writers
/// derive Host, Connection, Content-Length, Transfer-Encoding and their like from here and skip such fields
/// in the map.
/// </summary>
public sealed class RequestHead
{
    private ByteRange _method;
    private ByteRange _target;
    private ByteRange _path;
    private ByteRange _authority;
    private ByteRange _upgrade;
    private ByteRange _otherCodings;
    private ByteRange _protocol;

    /// <summary>Creates an empty head over a map of its own.</summary>
    public RequestHead()
        : this(new HeaderMap())
    {
    }

    /// <summary>Creates an empty head over the given map, which then belongs to it.</summary>
    public RequestHead(HeaderMap headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        Headers = headers;
    }

    /// <summary>The header fields, without Host (see <see cref="Authority"/>).</summary>
    public HeaderMap Headers { get; }

    /// <summary>The method as a number.</summary>
    public RequestMethod MethodKind { get; private set; }

    /// <summary>The method token; case-sensitive.</summary>
    public ReadOnlySpan<byte> Method => Headers.Slice(_method);

    /// <summary>The form in which the target was received.</summary>
    public TargetForm TargetForm { get; internal set; }

    /// <summary>
    /// The target exactly as received (HTTP/1) or the path (HTTP/2). May hold a fragment and any byte but
    /// controls; <see cref="Path"/> is what is safe to write.
    /// </summary>
    public ReadOnlySpan<byte> Target => Headers.Slice(_target);

    /// <summary>Path and query: starts with '/', or is "*", or is empty for CONNECT.</summary>
    public ReadOnlySpan<byte> Path => Headers.Slice(_path);

    /// <summary>
    /// Host and optional port: from an absolute-form target, else from Host or <c>:authority</c>.
    /// </summary>
    public ReadOnlySpan<byte> Authority => Headers.Slice(_authority);

    /// <summary>The scheme of an absolute-form target or <c>:scheme</c>; http otherwise.</summary>
    public HttpScheme Scheme { get; set; }

    /// <summary>The scheme as bytes.</summary>
    public ReadOnlySpan<byte> SchemeBytes => Scheme == HttpScheme.Https ? "https"u8 : "http"u8;

    /// <summary>The version that the message was received with.</summary>
    public HttpVersion Version { get; set; }

    /// <summary>How the content ends.</summary>
    public BodyFraming Framing { get; private set; }

    /// <summary>
    /// The codings that the content of a chunked message has below chunked, such as <c>gzip, deflate</c>:
    /// names in lower case that the recipient must undo, and nearly always none. Writers put them in front
    /// of chunked.
    /// </summary>
    public ReadOnlySpan<byte> OtherCodings => Headers.Slice(_otherCodings);

    /// <summary>The length of the content in bytes; -1 when no length was declared.</summary>
    public long ContentLength { get; private set; } = -1;

    /// <summary>Whether any content bytes follow.</summary>
    public bool HasBody => Framing >= BodyFraming.Chunked || ContentLength > 0;

    /// <summary>Whether the connection may carry another message after this exchange.</summary>
    public bool KeepAlive { get; set; } = true;

    /// <summary>Whether the client waits for a 100 (Continue) before it sends the content.</summary>
    public bool ExpectContinue { get; internal set; }

    /// <summary>The value of Upgrade, if Connection asks for one that we may forward; else empty.</summary>
    public ReadOnlySpan<byte> Upgrade => Headers.Slice(_upgrade);

    /// <summary>Whether the client offers to change the protocol (for example to websocket).</summary>
    public bool IsUpgrade => _upgrade.Length > 0;

    /// <summary>
    /// The protocol that an extended CONNECT asks for, such as websocket (RFC 8441 section 4); else empty.
    /// </summary>
    public ReadOnlySpan<byte> Protocol => Headers.Slice(_protocol);

    /// <summary>
    /// Whether Connection names fields of this hop; see <see cref="HopByHop.Strip(RequestHead)"/>.
    /// </summary>
    public bool HasNominatedHeaders { get; internal set; }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Headers.Clear();
        _method = _target = _path = _authority = _upgrade = _otherCodings = _protocol = default;
        MethodKind = RequestMethod.Other;
        TargetForm = TargetForm.Origin;
        Scheme = HttpScheme.Http;
        Version = HttpVersion.Http11;
        IsTargetPlain = true;
        Framing = BodyFraming.None;
        ContentLength = -1;
        KeepAlive = true;
        ExpectContinue = false;
        HasNominatedHeaders = false;
    }

    /// <summary>Sets the method; false when it is no token or there is no room.</summary>
    public bool TrySetMethod(ReadOnlySpan<byte> method)
    {
        if (!HttpSyntax.IsToken(method) || !Headers.TryStore(method, out ByteRange range))
            return false;
        SetMethod(range, RequestMethods.Resolve(method));
        return true;
    }

    /// <summary>
    /// Sets path and query, and the form to origin; false when invalid or there is no room.
    /// </summary>
    public bool TrySetPath(ReadOnlySpan<byte> path)
    {
        bool valid = !path.IsEmpty && (path[0] == '/' || path.SequenceEqual("*"u8))
            && HttpSyntax.IndexOfNonTarget(path) < 0;
        if (!valid || !Headers.TryStore(path, out ByteRange range))
            return false;
        SetPath(range);
        TargetForm = path[0] == '*' ? TargetForm.Asterisk : TargetForm.Origin;
        return true;
    }

    /// <summary>Sets host and optional port; false when invalid or there is no room.</summary>
    public bool TrySetAuthority(ReadOnlySpan<byte> authority)
    {
        if (!AuthoritySyntax.IsValid(authority) || !Headers.TryStore(authority, out ByteRange range))
            return false;
        _authority = range;
        return true;
    }

    /// <summary>Offers to change the protocol; false when invalid or there is no room.</summary>
    public bool TrySetUpgrade(ReadOnlySpan<byte> protocols)
    {
        if (protocols.IsEmpty || HttpSyntax.IndexOfControl(protocols) >= 0)
            return false;
        if (!Headers.TryStore(protocols, out ByteRange range))
            return false;
        _upgrade = range;
        return true;
    }

    /// <summary>
    /// Makes the request an extended CONNECT for a protocol, or an ordinary request when it is empty; false
    /// when invalid or there is no room.
    /// </summary>
    public bool TrySetProtocol(ReadOnlySpan<byte> protocol)
    {
        ByteRange range = default;
        bool valid = protocol.IsEmpty || (HttpSyntax.IsToken(protocol) && Headers.TryStore(protocol, out range));
        if (valid)
            _protocol = range;
        return valid;
    }

    /// <summary>Declares content of a known length in bytes.</summary>
    public void SetContentLength(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Framing = BodyFraming.ContentLength;
        ContentLength = length;
        _otherCodings = default;
    }

    /// <summary>Declares content of unknown length.</summary>
    public void SetChunked() => SetChunked(default);

    /// <summary>Declares that there is no content and no length.</summary>
    public void SetNoBody()
    {
        Framing = BodyFraming.None;
        ContentLength = -1;
        _otherCodings = default;
    }

    /// <summary>Withdraws the offer to change the protocol.</summary>
    public void ClearUpgrade() => _upgrade = default;

    internal void SetMethod(ByteRange range, RequestMethod kind)
    {
        _method = range;
        MethodKind = kind;
    }

    internal ByteRange TargetRange => _target;

    /// <summary>Whether the target holds nothing that its path must not hold.</summary>
    internal bool IsTargetPlain { get; private set; } = true;

    internal void SetTarget(ByteRange range, bool isPlain)
    {
        _target = range;
        IsTargetPlain = isPlain;
    }

    internal void SetChunked(ByteRange otherCodings)
    {
        Framing = BodyFraming.Chunked;
        ContentLength = -1;
        _otherCodings = otherCodings;
    }

    internal void SetPath(ByteRange range) => _path = range;

    internal void SetAuthority(ByteRange range) => _authority = range;

    internal void SetUpgrade(ByteRange range) => _upgrade = range;

    internal void SetProtocol(ByteRange range) => _protocol = range;
}
