using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Outrigger.Http;

/// <summary>The character classes of RFC 9110 section 5.6 and RFC 3986, as vectorised searches.</summary>
public static class HttpSyntax
{
    private const string TokenChars =
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<byte> s_token = SearchValues.Create(Latin1(TokenChars));
    private static readonly SearchValues<byte> s_targetChars = SearchValues.Create(VisibleExcept((byte)'#'));
    private static readonly SearchValues<byte> s_controls = SearchValues.Create(Controls());

    /// <summary>Index of the first byte that no token (method, field name) may hold; -1 if there is none.</summary>
    public static int IndexOfNonToken(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(s_token);

    /// <summary>Index of the first byte that no request target may hold: control, space, '#', or not ASCII.</summary>
    public static int IndexOfNonTarget(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(s_targetChars);

    /// <summary>
    /// Index of the first control byte other than TAB (CR, LF, NUL and DEL included); -1 if there is none. A field
    /// value may hold all other bytes (RFC 9110 section 5.5).
    /// </summary>
    public static int IndexOfControl(ReadOnlySpan<byte> text) => text.IndexOfAny(s_controls);

    /// <summary>Whether the bytes are a token of at least one character.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && IndexOfNonToken(text) < 0;

    /// <summary>Removes spaces and tabs at both ends.</summary>
    public static ReadOnlySpan<byte> TrimWhitespace(ReadOnlySpan<byte> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && text[start] is (byte)' ' or (byte)'\t')
            start++;
        while (end > start && text[end - 1] is (byte)' ' or (byte)'\t')
            end--;
        return text[start..end];
    }

    /// <summary>Compares ASCII text with a lower-case pattern without regard to case.</summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase)
    {
        if (text.Length != lowerCase.Length)
            return false;
        for (int i = 0; i < text.Length; i++)
        {
            byte b = text[i];
            if (b is >= (byte)'A' and <= (byte)'Z')
                b |= 0x20;
            if (b != lowerCase[i])
                return false;
        }

        return true;
    }

    /// <summary>Replaces A–Z by a–z in place.</summary>
    internal static void LowerInPlace(Span<byte> text)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        int i = 0;
        for (; i + 8 <= text.Length; i += 8)
        {
            ref byte at = ref Unsafe.Add(ref start, i);
            ulong word = Unsafe.ReadUnaligned<ulong>(ref at);
            Unsafe.WriteUnaligned(ref at, LowerEight(word));
        }

        for (; i < text.Length; i++)
        {
            ref byte at = ref Unsafe.Add(ref start, i);
            if ((uint)(at - 'A') <= 'Z' - 'A')
                at |= 0x20;
        }
    }

    // Eight letters at once: a byte's top bit is set in `upper` when 'A' <= byte <= 'Z', and is moved to bit 5.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LowerEight(ulong word)
    {
        const ulong Ones = 0x0101010101010101;
        ulong seven = word & (0x7F * Ones);
        ulong notBelow = seven + ((0x80 - 'A') * Ones);
        ulong above = seven + ((0x80 - 'Z' - 1) * Ones);
        ulong upper = notBelow & ~above & ~word & (0x80 * Ones);
        return word | (upper >> 2);
    }

    private static byte[] Latin1(string characters)
    {
        byte[] bytes = new byte[characters.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)characters[i];
        return bytes;
    }

    private static byte[] VisibleExcept(byte excluded)
    {
        List<byte> bytes = [];
        for (byte b = 0x21; b < 0x7F; b++)
        {
            if (b != excluded)
                bytes.Add(b);
        }

        return [.. bytes];
    }

    private static byte[] Controls()
    {
        List<byte> bytes = [0x7F];
        for (byte b = 0; b < 0x20; b++)
        {
            if (b != '\t')
                bytes.Add(b);
        }

        return [.. bytes];
    }
}
