namespace Outrigger.Http.Hpack;

/// <summary>
/// The static Huffman code of RFC 7541 appendix B. It is canonical: among codes of one length they ascend with
/// the symbols, and shorter codes come first. So the lengths say it all.
/// </summary>
internal static class HuffmanCode
{
    /// <summary>The symbol behind the 256 bytes, which never occurs in text.</summary>
    internal const int EndOfString = 256;

    /// <summary>The longest code.</summary>
    internal const int BitsMax = 30;

    /// <summary>The number of bits of each symbol's code.</summary>
    internal static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
        28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
        6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
        21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    /// <summary>The code of each symbol, in the low bits.</summary>
    internal static uint[] Codes()
    {
        uint[] codes = new uint[EndOfString + 1];
        uint next = 0;
        for (int bits = 1; bits <= BitsMax; bits++)
        {
            next <<= 1;
            for (int symbol = 0; symbol < codes.Length; symbol++)
            {
                if (Lengths[symbol] == bits)
                    codes[symbol] = next++;
            }
        }

        return codes;
    }
}
