using System.Diagnostics.CodeAnalysis;

namespace Outrigger.Routing.Jwt;

/// <summary>
/// Base64url without padding (RFC 7515 section 2), read strictly: other characters, padding, a lone last
/// character, and bits behind the last byte are refused, so that each value has one spelling only. The
/// library's own decoder takes white space and padding.
/// </summary>
internal static class Base64UrlText
{
    private const byte Invalid = 0xFF;

    private static readonly byte[] s_values = CreateValues();

    /// <summary>Decodes a text.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> text, [NotNullWhen(true)] out byte[]? value)
    {
        value = null;
        int rest = text.Length & 3;
        if (rest == 1)
        {
            return false;
        }

        var decoded = new byte[(text.Length >> 2) * 3 + (rest == 0 ? 0 : rest - 1)];
        uint bits = 0;
        int written = 0;
        int seen = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte digit = s_values[text[i]];
            seen |= digit;
            bits = (bits << 6) | digit;
            if ((i & 3) == 3)
            {
                decoded[written++] = (byte)(bits >> 16);
                decoded[written++] = (byte)(bits >> 8);
                decoded[written++] = (byte)bits;
            }
        }

        if (rest == 2)
        {
            decoded[written] = (byte)(bits >> 4);
        }
        else if (rest == 3)
        {
            decoded[written++] = (byte)(bits >> 10);
            decoded[written] = (byte)(bits >> 2);
        }

        uint unusedBits = rest switch { 2 => bits & 0xF, 3 => bits & 0x3, _ => 0 };
        if ((seen & 0xC0) != 0 || unusedBits != 0)
        {
            return false;
        }

        value = decoded;
        return true;
    }

    private static byte[] CreateValues()
    {
        var values = new byte[256];
        Array.Fill(values, Invalid);
        ReadOnlySpan<byte> alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8;
        for (int i = 0; i < alphabet.Length; i++)
        {
            values[alphabet[i]] = (byte)i;
        }

        return values;
    }
}
