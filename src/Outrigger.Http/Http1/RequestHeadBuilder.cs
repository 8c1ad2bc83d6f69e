namespace Outrigger.Http.Http1;

/// <summary>
/// Gives a syntactically complete request head its meaning: target, host, framing, connection management.
/// </summary>
internal static class RequestHeadBuilder
{
    /// <summary>Fills in the head from its noted fields and its bytes.</summary>
    internal static Http1Error Complete(ReadOnlySpan<byte> bytes, RequestHead head, int targetBytesMax)
    {
        HeaderMap headers = head.Headers;
        if (!headers.TryAdopt(bytes))
            return Http1Error.HeadersTooLarge;
        Http1Error error = ResolveHost(head);
        if (error == Http1Error.None)
            error = RequestTarget.Resolve(head, targetBytesMax);
        if (error == Http1Error.None)
            error = ResolveFraming(head);
        return error == Http1Error.None ? ResolveConnection(head) : error;
    }

    // Host leaves the map: from here on there is one truth about the authority.
    private static Http1Error ResolveHost(RequestHead head)
    {
        HeaderMap headers = head.Headers;
        int index = headers.IndexOf(KnownHeader.Host);
        if (index < 0)
            return head.Version == HttpVersion.Http11 ? Http1Error.MissingHost : Http1Error.None;
        if (headers.IndexOf(KnownHeader.Host, index + 1) >= 0)
            return Http1Error.DuplicateHost;
        if (!AuthoritySyntax.IsValid(headers.ValueAt(index)))
            return Http1Error.InvalidHost;
        head.SetAuthority(headers.RangeOfValueAt(index));
        headers.RemoveAt(index);
        return Http1Error.None;
    }

    private static Http1Error ResolveFraming(RequestHead head)
    {
        Http1Error error = FramingFields.Read(head.Headers, head.Version, out long length, out bool isCoded);
        ByteRange otherCodings = default;
        if (error == Http1Error.None && isCoded && !TransferCodings.IsChunkedAlone(head.Headers))
            error = TransferCodings.Read(head.Headers, out otherCodings);
        if (error != Http1Error.None)
            return error;
        // What follows a CONNECT is the tunnel, so a declared content would be read in two ways (RFC 9110
        // section 9.3.6).
        if (head.MethodKind == RequestMethod.Connect)
            return isCoded || length > 0 ? Http1Error.ContentInConnect : Http1Error.None;
        if (isCoded)
            head.SetChunked(otherCodings);
        else if (length >= 0)
            head.SetContentLength(length);
        return Http1Error.None;
    }

    private static Http1Error ResolveConnection(RequestHead head)
    {
        HeaderMap headers = head.Headers;
        Http1Error error = ConnectionOptions.Read(headers, out ConnectionOptions options);
        if (error != Http1Error.None)
            return error;
        head.KeepAlive = options.KeepsAlive(head.Version);
        head.HasNominatedHeaders = options.HasOthers;
        int upgrade = options.HasUpgrade && head.Version == HttpVersion.Http11
            ? headers.IndexOf(KnownHeader.Upgrade)
            : -1;
        // An upgrade to h2c is left out: we answer in HTTP/1.1 as if it had not been offered (RFC 9113
        // section 3.1).
        if (upgrade >= 0 && !HttpSyntax.EqualsIgnoreCase(headers.ValueAt(upgrade), "h2c"u8))
            head.SetUpgrade(headers.RangeOfValueAt(upgrade));
        int expect = headers.IndexOf(KnownHeader.Expect);
        head.ExpectContinue = expect >= 0 && head.Version == HttpVersion.Http11
            && HttpSyntax.EqualsIgnoreCase(headers.ValueAt(expect), "100-continue"u8);
        return Http1Error.None;
    }
}
