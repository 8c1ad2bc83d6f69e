namespace Outrigger.Http.Http1;

/// <summary>
/// Gives a syntactically complete response head its meaning: framing and connection management.
/// </summary>
internal static class ResponseHeadBuilder
{
    /// <summary>Fills in the head from its noted fields and its bytes.</summary>
    internal static Http1Error Complete(
        ReadOnlySpan<byte> bytes, RequestMethod requestMethod, ResponseHead head)
    {
        HeaderMap headers = head.Headers;
        if (!headers.TryAdopt(bytes))
            return Http1Error.HeadersTooLarge;
        Http1Error error = FramingFields.Read(headers, head.Version, out long length, out bool isCoded);
        if (error == Http1Error.None && isCoded && !TransferCodings.IsChunkedAlone(headers))
            error = CodingsError(headers);
        if (error == Http1Error.None)
            error = ResolveFraming(head, requestMethod, length, isCoded);
        ConnectionOptions options = default;
        if (error == Http1Error.None)
            error = ConnectionOptions.Read(headers, out options);
        if (error != Http1Error.None)
            return error;

        head.KeepAlive = options.KeepsAlive(head.Version) && head.Framing != BodyFraming.UntilClose;
        head.HasNominatedHeaders = options.HasOthers;
        // Only 101 changes the protocol: a 200 that claims to would let its body pass for a tunnel.
        int upgrade = head.Status == 101 && options.HasUpgrade ? headers.IndexOf(KnownHeader.Upgrade) : -1;
        if (upgrade >= 0)
            head.SetUpgrade(headers.RangeOfValueAt(upgrade));
        return Http1Error.None;
    }

    // No endpoint is asked for other codings, since the TE that we send says trailers at most (RFC 9110
    // section 10.1.4): one that uses them is at fault.
    private static Http1Error CodingsError(HeaderMap headers)
    {
        Http1Error error = TransferCodings.Read(headers, out _);
        return error == Http1Error.None ? Http1Error.UnsupportedTransferEncoding : error;
    }

    // The order of the cases is that of RFC 9112 section 6.3.
    private static Http1Error ResolveFraming(
        ResponseHead head, RequestMethod method, long length, bool chunked)
    {
        bool neverHasContent = head.Status is < 200 or 204;
        if (neverHasContent)
        {
            head.SetNoBody();
            if (chunked)
                return Http1Error.TransferEncodingNotAllowed;
            return length > 0 ? Http1Error.ContentLengthNotAllowed : Http1Error.None;
        }

        if (method == RequestMethod.Head || head.Status == 304)
            head.SetNoBody(length);
        else if (method == RequestMethod.Connect && head.Status < 300)
            head.SetNoBody();
        else if (chunked)
            head.SetChunked();
        else if (length >= 0)
            head.SetContentLength(length);
        else
            head.SetUntilClose();
        return Http1Error.None;
    }
}
