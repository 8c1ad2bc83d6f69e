namespace Outrigger.Net.Signatures;

/// <summary>
/// Turns the ECDSA signatures of RFC 7518 section 3.4 (both numbers, big-endian, each as long as the curve's
/// order) into the DER that OpenSSL reads.
/// </summary>
internal static class EcdsaSignature
{
    /// <summary>Room that suffices for any curve up to P-521.</summary>
    internal const int DerBytesMax = 3 + (2 * (3 + NumberBytesMax));

    private const int NumberBytesMax = 66;
    private const byte TagInteger = 0x02;
    private const byte TagSequence = 0x30;
    private const byte LongLength = 0x81;

    /// <summary>Writes the signature as DER.</summary>
    /// <param name="raw">The two numbers; their lengths are equal and at most 66.</param>
    /// <param name="der">At least <see cref="DerBytesMax"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    internal static int WriteDer(ReadOnlySpan<byte> raw, Span<byte> der)
    {
        var first = Trim(raw[..(raw.Length / 2)]);
        var second = Trim(raw[(raw.Length / 2)..]);
        var contentLength = LengthOf(first) + LengthOf(second);
        var position = 0;
        der[position++] = TagSequence;
        if (contentLength > 0x7F)
            der[position++] = LongLength;
        der[position++] = (byte)contentLength;
        position += WriteInteger(first, der[position..]);
        position += WriteInteger(second, der[position..]);
        return position;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> number)
    {
        var trimmed = number.TrimStart((byte)0);
        // Zero is written as one byte; OpenSSL refuses it as a part of a signature.
        return trimmed.IsEmpty ? number[^1..] : trimmed;
    }

    private static int LengthOf(ReadOnlySpan<byte> number) => 2 + number.Length + (number[0] >> 7);

    private static int WriteInteger(ReadOnlySpan<byte> number, Span<byte> der)
    {
        // A number whose first bit is set would be read as negative without a zero before it.
        var padding = number[0] >> 7;
        der[0] = TagInteger;
        der[1] = (byte)(number.Length + padding);
        der[2] = 0;
        number.CopyTo(der[(2 + padding)..]);
        return 2 + padding + number.Length;
    }
}
