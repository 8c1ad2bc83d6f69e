using System.Buffers.Binary;
using System.Numerics;

namespace Outrigger.Http.WebSockets;

/// <summary>
/// SHA-1 (FIPS 180-4 section 6.1), for the one place where a protocol demands it and secrecy does not depend
/// on it. The framework's own would bring the system's cryptographic library into the process.
/// </summary>
internal static class Sha1
{
    internal const int DigestBytes = 20;

    private const int BlockBytes = 64;

    /// <summary>Hashes two pieces, one behind the other.</summary>
    internal static void Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
    {
        Span<uint> state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];
        Span<byte> block = stackalloc byte[BlockBytes];
        int length = first.Length + second.Length;
        // One byte behind the message and eight at the end of the last block belong to its padding.
        int paddedLength = (length + 9 + BlockBytes - 1) / BlockBytes * BlockBytes;
        for (int start = 0; start < paddedLength; start += BlockBytes)
        {
            for (int i = 0; i < BlockBytes; i++)
                block[i] = ByteAt(first, second, start + i);
            if (start + BlockBytes == paddedLength)
                BinaryPrimitives.WriteUInt64BigEndian(block[^8..], (ulong)length * 8);
            Mix(state, block);
        }

        for (int i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(digest[(i * 4)..], state[i]);
    }

    private static byte ByteAt(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int index)
    {
        if (index < first.Length)
            return first[index];
        index -= first.Length;
        if (index < second.Length)
            return second[index];
        return index == second.Length ? (byte)0x80 : (byte)0;
    }

    private static void Mix(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[80];
        for (int i = 0; i < 16; i++)
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..]);
        for (int i = 16; i < words.Length; i++)
            words[i] = BitOperations.RotateLeft(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4]);
        for (int i = 0; i < words.Length; i++)
        {
            var (mixed, constant) = (i / 20) switch
            {
                0 => ((b & c) | (~b & d), 0x5A827999u),
                1 => (b ^ c ^ d, 0x6ED9EBA1u),
                2 => ((b & c) | (b & d) | (c & d), 0x8F1BBCDCu),
                _ => (b ^ c ^ d, 0xCA62C1D6u),
            };
            uint next = BitOperations.RotateLeft(a, 5) + mixed + e + constant + words[i];
            (a, b, c, d, e) = (next, a, BitOperations.RotateLeft(b, 30), c, d);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }
}
