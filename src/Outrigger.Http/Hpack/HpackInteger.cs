namespace Outrigger.Http.Hpack;

/// <summary>The variable-length integers of RFC 7541 section 5.1.</summary>
internal static class HpackInteger
{
    /// <summary>No integer that we write or accept takes more bytes.</summary>
    internal const int BytesMax = 6;

    // Four continuation bytes carry 28 bits, which is more than any length or index that can be meant; a fifth
    // is let in for encoders that pad.
    private const int ContinuationsMax = 5;

    /// <summary>
    /// Reads an integer whose prefix is the low bits of the byte at <paramref name="at"/>, and moves behind
    /// it.
    /// </summary>
    internal static HpackError Read(ReadOnlySpan<byte> block, ref int at, int prefixBits, out int value)
    {
        int mask = (1 << prefixBits) - 1;
        value = 0;
        if ((uint)at >= (uint)block.Length)
            return HpackError.Truncated;
        value = block[at++] & mask;
        return value < mask ? HpackError.None : ReadContinuations(block, ref at, ref value);
    }

    /// <summary>Writes an integer behind the flags of its first byte; returns the number of bytes.</summary>
    internal static int Write(Span<byte> destination, byte flags, int prefixBits, int value)
    {
        int mask = (1 << prefixBits) - 1;
        if (value < mask)
        {
            destination[0] = (byte)(flags | value);
            return 1;
        }

        destination[0] = (byte)(flags | mask);
        uint rest = (uint)(value - mask);
        int length = 1;
        for (; rest >= 0x80; rest >>= 7)
            destination[length++] = (byte)(rest | 0x80);
        destination[length++] = (byte)rest;
        return length;
    }

    private static HpackError ReadContinuations(ReadOnlySpan<byte> block, ref int at, ref int value)
    {
        long sum = value;
        for (int i = 0; i < ContinuationsMax; i++)
        {
            if ((uint)at >= (uint)block.Length)
                return HpackError.Truncated;
            byte next = block[at++];
            sum += (long)(next & 0x7F) << (7 * i);
            if (next >= 0x80)
                continue;
            value = (int)sum;
            return sum <= int.MaxValue ? HpackError.None : HpackError.IntegerOverflow;
        }

        return HpackError.IntegerOverflow;
    }
}
