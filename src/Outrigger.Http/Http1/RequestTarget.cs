using Outrigger.Http.Paths;

namespace Outrigger.Http.Http1;

/// <summary>
/// Splits a request target by its form into scheme, authority and path (RFC 9112 section 3.2). A fragment,
/// or bytes that are not ASCII, should not come but do; the path that is routed and forwarded has neither:
/// the fragment is dropped, the bytes are escaped.
/// </summary>
internal static class RequestTarget
{
    internal static Http1Error Resolve(RequestHead head, int pathBytesMax)
    {
        ReadOnlySpan<byte> target = head.Target;
        if (head.MethodKind == RequestMethod.Connect)
            return ResolveAuthorityForm(head, target);
        return target[0] is (byte)'/' or (byte)'*'
            ? ResolveOriginForm(head, pathBytesMax)
            : ResolveAbsoluteForm(head, target, pathBytesMax);
    }

    /// <summary>A target that can only be a path or "*", as in HTTP/2.</summary>
    internal static Http1Error ResolveOriginForm(RequestHead head, int pathBytesMax)
    {
        ReadOnlySpan<byte> target = head.Target;
        if (target[0] == '/')
            return SetPath(head, head.TargetRange, pathBytesMax);
        if (target[0] != '*' || target.Length != 1 || head.MethodKind != RequestMethod.Options)
            return Http1Error.InvalidTarget;
        head.TargetForm = TargetForm.Asterisk;
        head.SetPath(head.TargetRange);
        return Http1Error.None;
    }

    private static Http1Error ResolveAuthorityForm(RequestHead head, ReadOnlySpan<byte> target)
    {
        if (!AuthoritySyntax.TrySplit(target, out _, out ReadOnlySpan<byte> port) || port.IsEmpty)
            return Http1Error.InvalidTarget;
        head.TargetForm = TargetForm.Authority;
        head.SetAuthority(head.TargetRange);
        return Http1Error.None;
    }

    // The authority of an absolute-form target replaces what Host says (RFC 9112 section 3.2.2).
    private static Http1Error ResolveAbsoluteForm(
        RequestHead head, ReadOnlySpan<byte> target, int pathBytesMax)
    {
        int schemeLength = target.IndexOf("://"u8);
        if (schemeLength <= 0)
            return Http1Error.InvalidTarget;
        ReadOnlySpan<byte> scheme = target[..schemeLength];
        if (HttpSyntax.EqualsIgnoreCase(scheme, "https"u8))
            head.Scheme = HttpScheme.Https;
        else if (!HttpSyntax.EqualsIgnoreCase(scheme, "http"u8))
            return Http1Error.UnsupportedScheme;

        int authorityStart = schemeLength + 3;
        ReadOnlySpan<byte> rest = target[authorityStart..];
        int authorityLength = rest.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
        if (authorityLength < 0)
            authorityLength = rest.Length;
        if (!AuthoritySyntax.TrySplit(rest[..authorityLength], out _, out _))
            return Http1Error.InvalidHost;
        ByteRange whole = head.TargetRange;
        head.TargetForm = TargetForm.Absolute;
        head.SetAuthority(new ByteRange(whole.Offset + authorityStart, authorityLength));
        int pathStart = authorityStart + authorityLength;
        return ResolveAbsolutePath(
            head, new ByteRange(whole.Offset + pathStart, whole.Length - pathStart), pathBytesMax);
    }

    private static Http1Error ResolveAbsolutePath(RequestHead head, ByteRange range, int pathBytesMax)
    {
        ReadOnlySpan<byte> path = head.Headers.Slice(range);
        if (!path.IsEmpty && path[0] == '/')
            return SetPath(head, range, pathBytesMax);

        // Without a path the origin is meant: "*" for OPTIONS, "/" otherwise (RFC 9112 section 3.2.4).
        ReadOnlySpan<byte> origin =
            (path.IsEmpty || path[0] == '#') && head.MethodKind == RequestMethod.Options ? "*"u8 : "/"u8;
        if (!head.Headers.TryStore(origin, path, out ByteRange stored))
            return Http1Error.HeadersTooLarge;
        return SetPath(head, stored, pathBytesMax);
    }

    private static Http1Error SetPath(RequestHead head, ByteRange range, int pathBytesMax)
    {
        if (!head.IsTargetPlain)
        {
            Http1Error error = DropFragment(head.Target, head.Headers.Slice(range), ref range);
            if (error == Http1Error.None)
                error = Escape(head.Headers, ref range, pathBytesMax);
            if (error != Http1Error.None)
                return error;
        }

        head.SetPath(range);
        return Http1Error.None;
    }

    // Careless clients leave a fragment where it is, or do not escape. One that does both has no notion of
    // URIs at all, and what it means is not guessed.
    private static Http1Error DropFragment(
        ReadOnlySpan<byte> target, ReadOnlySpan<byte> path, ref ByteRange range)
    {
        int fragment = path.IndexOf((byte)'#');
        if (fragment < 0)
            return Http1Error.None;
        range = new ByteRange(range.Offset, fragment);
        bool isAscii = target.IndexOfAnyInRange((byte)0x80, (byte)0xFF) < 0;
        return isAscii ? Http1Error.None : Http1Error.InvalidTarget;
    }

    private static Http1Error Escape(HeaderMap headers, ref ByteRange range, int pathBytesMax)
    {
        int escapes = 0;
        foreach (byte b in headers.Slice(range))
        {
            if (b >= 0x80)
                escapes++;
        }

        if (escapes == 0)
            return Http1Error.None;
        int length = range.Length + (2 * escapes);
        if (length > pathBytesMax)
            return Http1Error.TargetTooLong;
        if (!headers.TryReserve(length, out ByteRange reserved))
            return Http1Error.HeadersTooLarge;
        ReadOnlySpan<byte> path = headers.Slice(range);
        Span<byte> escaped = headers.SliceToWrite(reserved);
        foreach (byte b in path)
        {
            if (b < 0x80)
            {
                escaped[0] = b;
                escaped = escaped[1..];
            }
            else
            {
                PercentEncoding.Encode(b, escaped);
                escaped = escaped[3..];
            }
        }

        range = reserved;
        return Http1Error.None;
    }
}
