namespace Outrigger.Http.Http1;

/// <summary>
/// Content-Length and Transfer-Encoding, read so that no other implementation can see another message end
/// (RFC 9112 sections 6.1 and 6.3): each at most once, never both, only one chunked.
/// </summary>
internal static class FramingFields
{
    /// <summary>Gives the declared length (-1 when none) or that the content is chunked.</summary>
    internal static Http1Error Read(HeaderMap headers, HttpVersion version, out long length, out bool chunked)
    {
        length = -1;
        chunked = false;
        int contentLength = headers.IndexOf(KnownHeader.ContentLength);
        int transferEncoding = headers.IndexOf(KnownHeader.TransferEncoding);
        if (contentLength >= 0)
        {
            if (headers.IndexOf(KnownHeader.ContentLength, contentLength + 1) >= 0)
                return Http1Error.DuplicateContentLength;
            if (!TryParseLength(headers.ValueAt(contentLength), out length))
                return Http1Error.InvalidContentLength;
            if (transferEncoding >= 0)
                return Http1Error.ContentLengthWithTransferEncoding;
            return Http1Error.None;
        }

        if (transferEncoding < 0)
            return Http1Error.None;
        if (version == HttpVersion.Http10)
            return Http1Error.TransferEncodingInHttp10;
        chunked = headers.IndexOf(KnownHeader.TransferEncoding, transferEncoding + 1) < 0
            && HttpSyntax.EqualsIgnoreCase(headers.ValueAt(transferEncoding), "chunked"u8);
        return chunked ? Http1Error.None : TransferEncodingError(headers);
    }

    /// <summary>One or more digits below 2^63; nothing else.</summary>
    internal static bool TryParseLength(ReadOnlySpan<byte> text, out long length)
    {
        length = 0;
        if (text.IsEmpty)
            return false;
        foreach (byte b in text)
        {
            int digit = b - '0';
            if ((uint)digit > 9 || length > (long.MaxValue - digit) / 10)
            {
                length = -1;
                return false;
            }

            length = (length * 10) + digit;
        }

        return true;
    }

    // Codings that we do not know are "not implemented"; a list in which chunked is not final and alone is
    // malformed.
    private static Http1Error TransferEncodingError(HeaderMap headers)
    {
        bool unsupported = false;
        bool ended = false;
        for (int i = headers.IndexOf(KnownHeader.TransferEncoding); i >= 0;
            i = headers.IndexOf(KnownHeader.TransferEncoding, i + 1))
        {
            ListElements codings = new(headers.ValueAt(i));
            while (codings.MoveNext())
            {
                if (ended || !HttpSyntax.IsToken(codings.Current))
                    return Http1Error.InvalidTransferEncoding;
                if (HttpSyntax.EqualsIgnoreCase(codings.Current, "chunked"u8))
                    ended = true;
                else
                    unsupported = true;
            }
        }

        return unsupported ? Http1Error.UnsupportedTransferEncoding : Http1Error.InvalidTransferEncoding;
    }
}
