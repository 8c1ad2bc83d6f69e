using Outrigger.Http.Http1;

namespace Outrigger.Http.Http2;

/// <summary>The one Content-Length that a message may have (RFC 9110 section 8.6).</summary>
internal static class ContentLengths
{
    /// <summary>Reads it, -1 when there is none; false when it is malformed or repeated.</summary>
    internal static bool TryRead(HeaderMap headers, out long length)
    {
        length = -1;
        int index = headers.IndexOf(KnownHeader.ContentLength);
        if (index < 0)
            return true;
        return headers.IndexOf(KnownHeader.ContentLength, index + 1) < 0
            && FramingFields.TryParseLength(headers.ValueAt(index), out length);
    }
}
