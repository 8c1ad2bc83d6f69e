using Outrigger.Http.Hpack;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Http2;

/// <summary>
/// Gives a decoded field section the meaning of a request (RFC 9113 sections 8.3.1 and 8.5, RFC 8441).
/// </summary>
internal static class RequestSection
{
    internal static HeadVerdict Complete(
        FieldSection section, RequestHead head, Http2Options options, bool endsStream)
    {
        if (section.Verdict != HeadVerdict.Valid)
            return section.Verdict;
        if (section.Has(PseudoHeader.Status) || !TakeMethod(section, head))
            return HeadVerdict.Malformed;
        head.Version = HttpVersion.Http2;
        HeadVerdict verdict = TakeAuthority(section, head);
        if (verdict == HeadVerdict.Valid)
            verdict = TakeTarget(section, head, options);
        if (verdict == HeadVerdict.Valid)
            verdict = TakeFraming(head, endsStream);
        if (verdict != HeadVerdict.Valid)
            return verdict;
        int expect = head.Headers.IndexOf(KnownHeader.Expect);
        head.ExpectContinue = expect >= 0
            && HttpSyntax.EqualsIgnoreCase(head.Headers.ValueAt(expect), "100-continue"u8);
        return head.Headers.TryJoinCookies() ? HeadVerdict.Valid : HeadVerdict.TooLarge;
    }

    private static bool TakeMethod(FieldSection section, RequestHead head)
    {
        ReadOnlySpan<byte> method = head.Headers.Slice(section.RangeOf(PseudoHeader.Method));
        if (!section.Has(PseudoHeader.Method) || !HttpSyntax.IsToken(method))
            return false;
        head.SetMethod(section.RangeOf(PseudoHeader.Method), RequestMethods.Resolve(method));
        return true;
    }

    // Host means what :authority means, and may only repeat it. It leaves the map: from here on there is one
    // truth about the authority.
    private static HeadVerdict TakeAuthority(FieldSection section, RequestHead head)
    {
        HeaderMap headers = head.Headers;
        ReadOnlySpan<byte> authority = default;
        if (section.Has(PseudoHeader.Authority))
        {
            head.SetAuthority(section.RangeOf(PseudoHeader.Authority));
            authority = head.Authority;
        }

        int host = headers.IndexOf(KnownHeader.Host);
        if (host >= 0)
        {
            if (headers.IndexOf(KnownHeader.Host, host + 1) >= 0)
                return HeadVerdict.Malformed;
            if (authority.IsEmpty)
                head.SetAuthority(headers.RangeOfValueAt(host));
            else if (!EqualsIgnoreCase(headers.ValueAt(host), authority))
                return HeadVerdict.Malformed;
            headers.RemoveAt(host);
        }

        return AuthoritySyntax.IsValid(head.Authority) ? HeadVerdict.Valid : HeadVerdict.Malformed;
    }

    private static HeadVerdict TakeTarget(FieldSection section, RequestHead head, Http2Options options)
    {
        bool hasTarget = section.Has(PseudoHeader.Scheme) && section.Has(PseudoHeader.Path);
        if (section.Has(PseudoHeader.Protocol))
        {
            bool isExtended = options.EnableConnectProtocol && head.MethodKind == RequestMethod.Connect
                && hasTarget && section.Has(PseudoHeader.Authority)
                && HttpSyntax.IsToken(head.Headers.Slice(section.RangeOf(PseudoHeader.Protocol)));
            if (!isExtended)
                return HeadVerdict.Malformed;
            head.SetProtocol(section.RangeOf(PseudoHeader.Protocol));
        }
        else if (head.MethodKind == RequestMethod.Connect)
        {
            return TakeTunnelTarget(section, head);
        }

        if (!hasTarget)
            return HeadVerdict.Malformed;
        HeadVerdict verdict = TakeScheme(head, head.Headers.Slice(section.RangeOf(PseudoHeader.Scheme)));
        return verdict == HeadVerdict.Valid
            ? TakePath(head, section.RangeOf(PseudoHeader.Path), options.PathBytesMax)
            : verdict;
    }

    private static HeadVerdict TakeTunnelTarget(FieldSection section, RequestHead head)
    {
        if (section.Has(PseudoHeader.Scheme) || section.Has(PseudoHeader.Path))
            return HeadVerdict.Malformed;
        if (!AuthoritySyntax.TrySplit(head.Authority, out _, out ReadOnlySpan<byte> port) || port.IsEmpty)
            return HeadVerdict.Malformed;
        head.TargetForm = TargetForm.Authority;
        return HeadVerdict.Valid;
    }

    private static HeadVerdict TakeScheme(RequestHead head, ReadOnlySpan<byte> scheme)
    {
        if (HttpSyntax.EqualsIgnoreCase(scheme, "http"u8))
            head.Scheme = HttpScheme.Http;
        else if (HttpSyntax.EqualsIgnoreCase(scheme, "https"u8))
            head.Scheme = HttpScheme.Https;
        else
            return IsScheme(scheme) ? HeadVerdict.UnknownScheme : HeadVerdict.Malformed;
        return HeadVerdict.Valid;
    }

    private static HeadVerdict TakePath(RequestHead head, ByteRange range, int pathBytesMax)
    {
        ReadOnlySpan<byte> path = head.Headers.Slice(range);
        if (path.IsEmpty || path.IndexOfAnyInRange((byte)0x00, (byte)0x20) >= 0)
            return HeadVerdict.Malformed;
        if (path.Length > pathBytesMax)
            return HeadVerdict.PathTooLong;
        head.SetTarget(range, HttpSyntax.IndexOfNonTarget(path) < 0);
        return RequestTarget.ResolveOriginForm(head, pathBytesMax) switch
        {
            Http1Error.None => HeadVerdict.Valid,
            Http1Error.TargetTooLong => HeadVerdict.PathTooLong,
            Http1Error.HeadersTooLarge => HeadVerdict.TooLarge,
            _ => HeadVerdict.Malformed,
        };
    }

    private static HeadVerdict TakeFraming(RequestHead head, bool endsStream)
    {
        if (!ContentLengths.TryRead(head.Headers, out long length))
            return HeadVerdict.Malformed;
        // What follows a CONNECT is the tunnel, whose end no length tells.
        if (head.MethodKind == RequestMethod.Connect)
            return length > 0 ? HeadVerdict.Malformed : HeadVerdict.Valid;
        if (endsStream && length > 0)
            return HeadVerdict.Malformed;
        if (length >= 0)
            head.SetContentLength(length);
        else if (endsStream)
            head.SetNoBody();
        else
            head.SetChunked();
        return HeadVerdict.Valid;
    }

    // RFC 3986 section 3.1.
    private static bool IsScheme(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || !char.IsAsciiLetter((char)text[0]))
            return false;
        foreach (byte b in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'+' or (byte)'-' or (byte)'.'))
                return false;
        }

        return true;
    }

    private static bool EqualsIgnoreCase(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        a.SequenceEqual(b) || System.Text.Ascii.EqualsIgnoreCase(a, b);
}
