namespace Outrigger.Http.Http1;

/// <summary>Writes the first line of a response (RFC 9112 section 4), always as HTTP/1.1.</summary>
internal static class StatusLines
{
    // Version, space, three digits, space; and the line end.
    private const int FixedLength = 8 + 1 + 3 + 1 + 2;

    internal static int LengthOf(int status, ReadOnlySpan<byte> reason) =>
        FixedLength + (reason.IsEmpty ? ReasonPhrases.Of(status) : reason).Length;

    /// <summary>Writes the line; the destination has room for it.</summary>
    internal static int Write(int status, ReadOnlySpan<byte> reason, Span<byte> destination)
    {
        if (reason.IsEmpty)
            reason = ReasonPhrases.Of(status);
        "HTTP/1.1 "u8.CopyTo(destination);
        destination[9] = (byte)('0' + (status / 100 % 10));
        destination[10] = (byte)('0' + (status / 10 % 10));
        destination[11] = (byte)('0' + (status % 10));
        destination[12] = (byte)' ';
        reason.CopyTo(destination[13..]);
        "\r\n"u8.CopyTo(destination[(13 + reason.Length)..]);
        return FixedLength + reason.Length;
    }
}
