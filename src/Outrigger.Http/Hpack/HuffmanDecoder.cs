using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Outrigger.Http.Hpack;

/// <summary>
/// Reads text in the Huffman code of RFC 7541 appendix B. Ten bits at once look up a table that gives one or
/// two symbols: all that text is usually made of has codes of five to ten bits. Longer codes are found by
/// comparing with the first code of each length.
/// </summary>
internal static class HuffmanDecoder
{
    private const int TableBits = 10;

    // Of each entry: symbols in bits 0–7 and 8–15, bits of both in 16–20, of the first in 21–25, and whether
    // there are two in 26. An entry of zero is the start of a longer code.
    private const int TotalShift = 16;
    private const int FirstShift = 21;
    private const int TwoShift = 26;

    private static readonly uint[] s_table = BuildTable();
    private static readonly ushort[] s_symbols = BuildSymbols();
    private static readonly uint[] s_firstCodes = new uint[HuffmanCode.BitsMax + 1];
    private static readonly ushort[] s_firstIndexes = BuildFirsts(s_firstCodes);

    /// <summary>Bytes that a text of this coded length takes at most while it is decoded.</summary>
    internal static int LengthMax(int codedLength) => (codedLength * 8 / 5) + 2;

    /// <summary>
    /// Decodes text into a destination of <see cref="LengthMax"/> bytes; returns its length, or -1 when the
    /// text is invalid.
    /// </summary>
    internal static int Decode(ReadOnlySpan<byte> coded, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, LengthMax(coded.Length));
        ref byte source = ref MemoryMarshal.GetReference(coded);
        ref byte target = ref MemoryMarshal.GetReference(destination);
        ref uint table = ref MemoryMarshal.GetArrayDataReference(s_table);
        int at = 0;
        int written = 0;
        ulong bits = 0;
        int count = 0;

        // Bits are kept at the top of the word. A refill gives 56 at least; codes are taken while the longest
        // one would still be whole.
        while (coded.Length - at >= sizeof(ulong))
        {
            ulong next = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, at));
            bits |= BinaryPrimitives.ReverseEndianness(next) >> count;
            at += (63 - count) >> 3;
            count |= 56;
            do
            {
                uint entry = Unsafe.Add(ref table, (nint)(bits >> (64 - TableBits)));
                if (entry == 0)
                {
                    int symbol = LongSymbol(bits, out int length);
                    if (symbol == HuffmanCode.EndOfString)
                        return -1;
                    Unsafe.Add(ref target, written++) = (byte)symbol;
                    bits <<= length;
                    count -= length;
                    continue;
                }

                Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, written), (ushort)entry);
                int taken = (int)(entry >> TotalShift) & 31;
                written += 1 + (int)(entry >> TwoShift);
                bits <<= taken;
                count -= taken;
            }
            while (count >= HuffmanCode.BitsMax);
        }

        return DecodeTail(coded[at..], destination, written, bits, count);
    }

    // Symbol by symbol. Where the text ends, ones follow: a code that reaches into them is the padding.
    private static int DecodeTail(
        ReadOnlySpan<byte> coded, Span<byte> destination, int written, ulong bits, int count)
    {
        int at = 0;
        while (true)
        {
            while (count <= 56 && at < coded.Length)
            {
                // Whatever an earlier refill left below the counted bits is the same byte again.
                bits = (bits & ~(ulong.MaxValue >> count)) | ((ulong)coded[at++] << (56 - count));
                count += 8;
            }

            if (count == 0)
                return written;
            ulong filled = count == 64 ? bits : (bits & ~(ulong.MaxValue >> count)) | (ulong.MaxValue >> count);
            uint entry = s_table[filled >> (64 - TableBits)];
            int length = (int)(entry >> FirstShift) & 31;
            int symbol = entry != 0 ? (byte)entry : LongSymbol(filled, out length);
            if (length > count)
                return count < 8 && filled == ulong.MaxValue ? written : -1;
            if (symbol == HuffmanCode.EndOfString)
                return -1;
            destination[written++] = (byte)symbol;
            bits <<= length;
            count -= length;
        }
    }

    private static int LongSymbol(ulong bits, out int length)
    {
        for (length = TableBits + 1; length < HuffmanCode.BitsMax; length++)
        {
            uint code = (uint)(bits >> (64 - length));
            uint first = s_firstCodes[length];
            int many = s_firstIndexes[length + 1] - s_firstIndexes[length];
            if (code - first < (uint)many)
                return s_symbols[s_firstIndexes[length] + (int)(code - first)];
        }

        uint last = (uint)(bits >> (64 - length)) - s_firstCodes[length];
        return s_symbols[s_firstIndexes[length] + (int)last];
    }

    private static uint[] BuildTable()
    {
        uint[] codes = HuffmanCode.Codes();
        ReadOnlySpan<byte> lengths = HuffmanCode.Lengths;
        uint[] table = new uint[1 << TableBits];
        for (int symbol = 0; symbol < 256; symbol++)
        {
            int free = TableBits - lengths[symbol];
            if (free < 0)
                continue;
            for (uint rest = 0; rest < 1u << free; rest++)
                table[(codes[symbol] << free) | rest] = Entry(codes, symbol, free, rest);
        }

        return table;
    }

    private static uint Entry(uint[] codes, int first, int free, uint rest)
    {
        ReadOnlySpan<byte> lengths = HuffmanCode.Lengths;
        uint firstLength = lengths[first];
        for (int second = 0; second < 256; second++)
        {
            int left = free - lengths[second];
            if (left >= 0 && rest >> left == codes[second])
            {
                return (uint)(first | (second << 8)) | ((firstLength + lengths[second]) << TotalShift)
                    | (firstLength << FirstShift) | (1u << TwoShift);
            }
        }

        return (uint)first | (firstLength << TotalShift) | (firstLength << FirstShift);
    }

    // All symbols in the order of their codes.
    private static ushort[] BuildSymbols()
    {
        ushort[] symbols = new ushort[HuffmanCode.EndOfString + 1];
        int at = 0;
        for (int bits = 1; bits <= HuffmanCode.BitsMax; bits++)
        {
            for (int symbol = 0; symbol < symbols.Length; symbol++)
            {
                if (HuffmanCode.Lengths[symbol] == bits)
                    symbols[at++] = (ushort)symbol;
            }
        }

        return symbols;
    }

    // For each length, where its symbols start among all, and in firstCodes its first code.
    private static ushort[] BuildFirsts(uint[] firstCodes)
    {
        ushort[] indexes = new ushort[HuffmanCode.BitsMax + 2];
        uint next = 0;
        for (int bits = 1; bits <= HuffmanCode.BitsMax; bits++)
        {
            next <<= 1;
            firstCodes[bits] = next;
            int many = HuffmanCode.Lengths.Count((byte)bits);
            indexes[bits + 1] = (ushort)(indexes[bits] + many);
            next += (uint)many;
        }

        return indexes;
    }
}
