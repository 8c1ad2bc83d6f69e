namespace Outrigger.Http.Http1;

/// <summary>
/// Content-Length and Transfer-Encoding, read so that no other implementation can see another message end
/// (RFC 9112 sections 6.1 and 6.3): one length at most, and never both.
/// </summary>
internal static class FramingFields
{
    /// <summary>
    /// Gives the declared length (-1 when none), or that there is a Transfer-Encoding, which may be there;
    /// <see cref="TransferCodings"/> tells what it says.
    /// </summary>
    internal static Http1Error Read(HeaderMap headers, HttpVersion version, out long length, out bool isCoded)
    {
        length = -1;
        isCoded = headers.Contains(KnownHeader.TransferEncoding);
        int contentLength = headers.IndexOf(KnownHeader.ContentLength);
        if (contentLength >= 0)
        {
            if (headers.IndexOf(KnownHeader.ContentLength, contentLength + 1) >= 0)
                return Http1Error.DuplicateContentLength;
            if (!TryParseLength(headers.ValueAt(contentLength), out length))
                return Http1Error.InvalidContentLength;
            if (isCoded)
                return Http1Error.ContentLengthWithTransferEncoding;
        }

        return isCoded && version == HttpVersion.Http10
            ? Http1Error.TransferEncodingInHttp10
            : Http1Error.None;
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
}
