using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Outrigger.Http.Hpack;

/// <summary>
/// Reads text in the Huffman code of RFC 7541 appendix B. Twelve bits at once look up a table that gives one or
/// two symbols: what text is usually made of has codes of five to seven bits. Longer codes are found by
/// comparing with the first code of each length.
/// </summary>
internal static class HuffmanDecoder
{
    private const int TableBits = 12;

    // Of each entry: the bits of both symbols in the low byte, the symbols in the next two, the bits of the
    // first symbol in 24–28, and whether there are two in 29. An entry of zero is the start of a longer code.
    // A shift by an entry is a shift by its low bits, which saves a step where each step waits for the last.
    private const int SymbolShift = 8;
    private const int FirstShift = 24;
    private const int TwoShift = 29;
    private const int LookupsPerWord = 56 / TableBits;

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
        int lastWord = coded.Length - sizeof(ulong);
        int at = 0;
        int written = 0;

        // Bits are kept at the top of the word. The lookups of one filling see nothing but bits of the
        // text, and so need not look for its end: padding alone is too short to be a symbol.
        ulong bits = 0;
        int count = 0;
        while (at <= lastWord)
        {
            // What lies below the counted bits already is the same as what is put there.
            ulong next = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, at));
            bits |= BinaryPrimitives.ReverseEndianness(next) >> count;
            at += (63 - count) >> 3;
            count |= 56;
            for (int i = 0; i < LookupsPerWord; i++)
            {
                uint entry = Unsafe.Add(ref table, (nint)(bits >> (64 - TableBits)));
                if (entry == 0)
                {
                    if (count < HuffmanCode.BitsMax)
                        break;
                    int symbol = LongSymbol(bits, out int length);
                    if (symbol == HuffmanCode.EndOfString)
                        return -1;
                    Unsafe.Add(ref target, written++) = (byte)symbol;
                    bits <<= length;
                    count -= length;
                    break;
                }

                Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, written), (ushort)(entry >> SymbolShift));
                written += 1 + (int)(entry >> TwoShift);
                bits <<= (int)entry;
                count -= (int)(entry & 63);
            }
        }

        return DecodeTail(coded[at..], destination, written, bits, count);
    }

    // Less than a word is left, and is followed by ones: so a code that reaches beyond the end is padding.
    private static int DecodeTail(
        ReadOnlySpan<byte> coded, Span<byte> destination, int written, ulong bits, int count)
    {
        ulong rest = ulong.MaxValue;
        for (int i = coded.Length - 1; i >= 0; i--)
            rest = (rest >> 8) | ((ulong)coded[i] << 56);
        int left = count + (coded.Length * 8);
        ref uint table = ref MemoryMarshal.GetArrayDataReference(s_table);
        while (left > 0)
        {
            if (count < HuffmanCode.BitsMax)
            {
                bits = count == 0 ? rest : (bits & ~(ulong.MaxValue >> count)) | (rest >> count);
                int filled = (63 - count) & ~7;
                rest = ~(~rest << filled);
                count += filled;
            }

            uint entry = Unsafe.Add(ref table, (nint)(bits >> (64 - TableBits)));
            int length = (int)(entry & 63);
            int symbol = (byte)(entry >> SymbolShift);
            if (entry == 0 || length > left)
            {
                if (left < 8 && bits >> (64 - 7) == 0x7F)
                    return written;
                length = (int)(entry >> FirstShift) & 31;
                if (entry == 0)
                    symbol = LongSymbol(bits, out length);
                if (length > left || symbol == HuffmanCode.EndOfString)
                    return -1;
                entry = 0;
            }

            destination[written++] = (byte)symbol;
            if (entry >> TwoShift != 0)
                destination[written++] = (byte)(entry >> (SymbolShift + 8));
            bits <<= length;
            count -= length;
            left -= length;
        }

        return written;
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
                return (firstLength + lengths[second]) | (uint)(first << SymbolShift)
                    | (uint)(second << (SymbolShift + 8)) | (firstLength << FirstShift) | (1u << TwoShift);
            }
        }

        return firstLength | (uint)(first << SymbolShift) | (firstLength << FirstShift);
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
