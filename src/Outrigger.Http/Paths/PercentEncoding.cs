namespace Outrigger.Http.Paths;

/// <summary>Percent-encoding and the characters that need it or not (RFC 3986 section 2).</summary>
internal static class PercentEncoding
{
    /// <summary>Decodes the escape that the text starts with; false when it starts with none.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> text, out byte decoded)
    {
        decoded = 0;
        if (text.Length < 3 || text[0] != '%')
            return false;
        int high = HexValue(text[1]);
        int low = HexValue(text[2]);
        decoded = (byte)((high << 4) | low);
        return high >= 0 && low >= 0;
    }

    /// <summary>Writes the escape of a byte, three bytes long, with digits in upper case.</summary>
    internal static void Encode(byte b, Span<byte> destination)
    {
        destination[0] = (byte)'%';
        destination[1] = "0123456789ABCDEF"u8[b >> 4];
        destination[2] = "0123456789ABCDEF"u8[b & 15];
    }

    /// <summary>Whether the character means the same escaped or not (RFC 3986 section 2.3).</summary>
    internal static bool IsUnreserved(byte b) =>
        char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~';

    /// <summary>Whether a URI can hold the character only as an escape.</summary>
    internal static bool MustBeEscaped(byte b) =>
        b is <= 0x20 or >= 0x7F or (byte)'"' or (byte)'<' or (byte)'>' or (byte)'^' or (byte)'`'
            or (byte)'{' or (byte)'|' or (byte)'}';

    private static int HexValue(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
