using System.Buffers.Binary;

namespace Outrigger.Routing.FilterChains;

/// <summary>
/// Reads addresses from the text of headers, which must not allocate: IPv4 as four decimal numbers, IPv6 as RFC 4291
/// section 2.2 writes it. What stands around the address (brackets, a port, a zone) is no part of it.
/// </summary>
public static class AddressText
{
    private const int GroupCount = 8;

    /// <summary>Reads an address.</summary>
    /// <param name="text">The text, and nothing else.</param>
    /// <param name="address">The address.</param>
    /// <returns>Whether the text is an address.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out AddressValue address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bool isIPv6 = text.Contains((byte)':');
        bool isValid = isIPv6 ? TryParseIPv6(text, bytes) : TryParseIPv4(text, bytes[..4]);
        address = isValid ? AddressValue.FromBytes(isIPv6 ? bytes : bytes[..4]) : AddressValue.None;
        return isValid;
    }

    private static bool TryParseIPv4(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        for (int i = 0; i < 4; i++)
        {
            int end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            int length = end < 0 ? text.Length : end;
            if (length is 0 or > 3 || (length > 1 && text[0] == (byte)'0'))
            {
                return false;
            }

            int value = 0;
            foreach (byte digit in text[..length])
            {
                value = (value * 10) + (digit - '0');
            }

            bool isLast = i == 3;
            if (value > byte.MaxValue || (end < 0) != isLast || (!isLast && text[end] != (byte)'.'))
            {
                return false;
            }

            bytes[i] = (byte)value;
            text = isLast ? default : text[(end + 1)..];
        }

        return true;
    }

    private static bool TryParseIPv6(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        bytes.Clear();
        int gap = text.IndexOf("::"u8);
        if (gap < 0)
        {
            return CountGroups(text, bytes, isEnd: true) == GroupCount;
        }

        Span<byte> tail = stackalloc byte[16];
        int head = gap == 0 ? 0 : CountGroups(text[..gap], bytes, isEnd: false);
        ReadOnlySpan<byte> rest = text[(gap + 2)..];
        int last = rest.IsEmpty ? 0 : CountGroups(rest, tail, isEnd: true);
        if (head < 0 || last < 0 || head + last >= GroupCount)
        {
            return false;
        }

        tail[..(last * 2)].CopyTo(bytes[(16 - (last * 2))..]);
        return true;
    }

    /// <summary>
    /// Reads groups between colons; below 0 when one of them is none. The last two may be written as IPv4 at the end of
    /// the address, and nowhere else.
    /// </summary>
    private static int CountGroups(ReadOnlySpan<byte> text, Span<byte> bytes, bool isEnd)
    {
        int count = 0;
        while (count < GroupCount)
        {
            int end = text.IndexOf((byte)':');
            ReadOnlySpan<byte> group = end < 0 ? text : text[..end];
            if (end < 0 && group.Contains((byte)'.'))
            {
                bool fits = isEnd && count <= GroupCount - 2 && TryParseIPv4(group, bytes.Slice(count * 2, 4));
                return fits ? count + 2 : -1;
            }

            if (!TryParseGroup(group, out ushort value))
            {
                return -1;
            }

            BinaryPrimitives.WriteUInt16BigEndian(bytes[(count * 2)..], value);
            count++;
            if (end < 0)
            {
                return count;
            }

            text = text[(end + 1)..];
        }

        return -1;
    }

    private static bool TryParseGroup(ReadOnlySpan<byte> group, out ushort value) =>
        System.Buffers.Text.Utf8Parser.TryParse(group, out value, out int consumed, 'x')
        && consumed == group.Length && group.Length <= 4;
}
