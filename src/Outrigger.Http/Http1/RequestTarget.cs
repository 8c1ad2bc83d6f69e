namespace Outrigger.Http.Http1;

/// <summary>
/// Splits a request target by its form into scheme, authority and path (RFC 9112 section 3.2).
/// </summary>
internal static class RequestTarget
{
    internal static Http1Error Resolve(RequestHead head)
    {
        ReadOnlySpan<byte> target = head.Target;
        if (head.MethodKind == RequestMethod.Connect)
            return ResolveAuthorityForm(head, target);
        if (target[0] == '/')
        {
            head.SetPath(head.TargetRange);
            return Http1Error.None;
        }

        if (target[0] != '*')
            return ResolveAbsoluteForm(head, target);
        if (target.Length != 1 || head.MethodKind != RequestMethod.Options)
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
    private static Http1Error ResolveAbsoluteForm(RequestHead head, ReadOnlySpan<byte> target)
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
        int authorityLength = rest.IndexOfAny((byte)'/', (byte)'?');
        if (authorityLength < 0)
            authorityLength = rest.Length;
        if (!AuthoritySyntax.TrySplit(rest[..authorityLength], out _, out _))
            return Http1Error.InvalidHost;
        ByteRange whole = head.TargetRange;
        head.TargetForm = TargetForm.Absolute;
        head.SetAuthority(new ByteRange(whole.Offset + authorityStart, authorityLength));
        return ResolveAbsolutePath(head, rest[authorityLength..], whole);
    }

    private static Http1Error ResolveAbsolutePath(RequestHead head, ReadOnlySpan<byte> path, ByteRange whole)
    {
        if (!path.IsEmpty && path[0] == '/')
        {
            head.SetPath(new ByteRange(whole.Offset + whole.Length - path.Length, path.Length));
            return Http1Error.None;
        }

        // Without a path the origin is meant: "*" for OPTIONS, "/" otherwise (RFC 9112 section 3.2.4).
        ReadOnlySpan<byte> origin =
            path.IsEmpty && head.MethodKind == RequestMethod.Options ? "*"u8 : "/"u8;
        if (!head.Headers.TryStore(origin, path, out ByteRange stored))
            return Http1Error.HeadersTooLarge;
        head.SetPath(stored);
        return Http1Error.None;
    }
}
