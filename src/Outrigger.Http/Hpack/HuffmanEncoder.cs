using System.Buffers.Binary;

namespace Outrigger.Http.Hpack;

/// <summary>Writes text in the Huffman code of RFC 7541 appendix B.</summary>
internal static class HuffmanEncoder
{
    // The code above, its length in the low byte: one load gives both.
    private static readonly ulong[] s_codes = BuildCodes();

    /// <summary>The number of bytes that the text takes.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> lengths = HuffmanCode.Lengths;
        int bits = 0;
        foreach (byte symbol in text)
            bits += lengths[symbol];
        return (bits + 7) >> 3;
    }

    /// <summary>Writes text into a destination of <see cref="LengthOf"/> bytes.</summary>
    internal static void Encode(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        ulong[] codes = s_codes;
        ulong pending = 0;
        int pendingBits = 0;
        int at = 0;
        foreach (byte symbol in text)
        {
            ulong code = codes[symbol];
            int bits = (int)(code & 0xFF);
            pending = (pending << bits) | (code >> 8);
            pendingBits += bits;
            if (pendingBits < 32)
                continue;
            pendingBits -= 32;
            BinaryPrimitives.WriteUInt32BigEndian(destination[at..], (uint)(pending >> pendingBits));
            at += 4;
        }

        // The rest is filled up with ones, the start of the code for EOS.
        while (pendingBits >= 8)
        {
            pendingBits -= 8;
            destination[at++] = (byte)(pending >> pendingBits);
        }

        if (pendingBits > 0)
            destination[at] = (byte)((pending << (8 - pendingBits)) | (0xFFu >> pendingBits));
    }

    private static ulong[] BuildCodes()
    {
        uint[] codes = HuffmanCode.Codes();
        ulong[] packed = new ulong[256];
        for (int symbol = 0; symbol < packed.Length; symbol++)
            packed[symbol] = ((ulong)codes[symbol] << 8) | HuffmanCode.Lengths[symbol];
        return packed;
    }
}
