using Outrigger.Http.Hpack;

namespace Outrigger.Http.Http2;

/// <summary>Gives a decoded field section the meaning of a response (RFC 9113 section 8.3.2).</summary>
internal static class ResponseSection
{
    internal static HeadVerdict Complete(
        FieldSection section, ResponseHead head, RequestMethod requestMethod, bool endsStream)
    {
        if (section.Verdict != HeadVerdict.Valid)
            return section.Verdict;
        if (!TakeStatus(section, head))
            return HeadVerdict.Malformed;
        head.Version = HttpVersion.Http2;
        if (!ContentLengths.TryRead(head.Headers, out long length))
            return HeadVerdict.Malformed;
        // An interim response ends nothing (RFC 9113 section 8.1), and 101 does not exist (section 8.6).
        if (head.Status < 200 && (endsStream || head.Status == 101))
            return HeadVerdict.Malformed;
        return TakeFraming(head, requestMethod, length, endsStream);
    }

    private static bool TakeStatus(FieldSection section, ResponseHead head)
    {
        bool isAlone = section.Has(PseudoHeader.Status) && !section.Has(PseudoHeader.Method)
            && !section.Has(PseudoHeader.Path) && !section.Has(PseudoHeader.Scheme)
            && !section.Has(PseudoHeader.Authority) && !section.Has(PseudoHeader.Protocol);
        if (!isAlone)
            return false;
        ReadOnlySpan<byte> text = head.Headers.Slice(section.RangeOf(PseudoHeader.Status));
        if (text.Length != 3 || text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return false;
        head.Status = ((text[0] - '0') * 100) + ((text[1] - '0') * 10) + (text[2] - '0');
        return head.Status >= 100;
    }

    // The cases in which there is no content are those of RFC 9112 section 6.3. Content that is known to be
    // empty gets a length, since HTTP/1 could not tell otherwise.
    private static HeadVerdict TakeFraming(
        ResponseHead head, RequestMethod method, long length, bool endsStream)
    {
        if (head.Status is < 200 or 204)
        {
            head.SetNoBody();
            return length > 0 ? HeadVerdict.Malformed : HeadVerdict.Valid;
        }

        if (method == RequestMethod.Head || head.Status == 304)
            head.SetNoBody(length);
        else if (method == RequestMethod.Connect && head.Status < 300)
            head.SetNoBody();
        else if (endsStream && length > 0)
            return HeadVerdict.Malformed;
        else if (length >= 0 || endsStream)
            head.SetContentLength(Math.Max(0, length));
        else
            head.SetChunked();
        return HeadVerdict.Valid;
    }
}
