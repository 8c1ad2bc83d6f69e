using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Outrigger.Http.Scanning;

namespace Outrigger.Http;

/// <summary>The character classes of RFC 9110 section 5.6 and RFC 3986.</summary>
public static class HttpSyntax
{
    // One bit per ASCII character that a token may hold: !#$%&'*+-. and digits; letters and ^_`|~.
    private const ulong TokenBitsLow = 0x03FF6CFA00000000;
    private const ulong TokenBitsHigh = 0x57FFFFFFC7FFFFFE;

    /// <summary>
    /// Index of the first byte that no token (method, field name) may hold; -1 if there is none.
    /// </summary>
    public static int IndexOfNonToken(ReadOnlySpan<byte> text)
    {
        int at = ByteScan.IndexOf<UncommonNameByte>(text);
        while ((uint)at < (uint)text.Length && IsTokenByte(text[at]))
            at++;
        return (uint)at < (uint)text.Length ? at : -1;
    }

    /// <summary>
    /// Index of the first byte that no request target may hold: control, space, '#', or not ASCII.
    /// </summary>
    public static int IndexOfNonTarget(ReadOnlySpan<byte> text) => ByteScan.IndexOf<NonTargetByte>(text);

    /// <summary>
    /// Index of the first control byte other than TAB (CR, LF, NUL and DEL included); -1 if there is none. A
    /// field value may hold all other bytes (RFC 9110 section 5.5).
    /// </summary>
    public static int IndexOfControl(ReadOnlySpan<byte> text) => ByteScan.IndexOf<ControlByte>(text);

    /// <summary>Whether the bytes are a token of at least one character.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && IndexOfNonToken(text) < 0;

    /// <summary>Whether the byte is a space or a tab.</summary>
    public static bool IsWhitespace(byte b) => b is (byte)' ' or (byte)'\t';

    /// <summary>Removes spaces and tabs at both ends.</summary>
    public static ReadOnlySpan<byte> TrimWhitespace(ReadOnlySpan<byte> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsWhitespace(text[start]))
            start++;
        while (end > start && IsWhitespace(text[end - 1]))
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

    /// <summary>Copies text of the same length, with A–Z replaced by a–z.</summary>
    internal static void CopyLower(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int length = source.Length;
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(destination[..length]);
        if (length < sizeof(ulong))
        {
            for (int i = 0; i < length; i++)
            {
                byte b = Unsafe.Add(ref from, i);
                Unsafe.Add(ref to, i) = (uint)(b - 'A') <= 'Z' - 'A' ? (byte)(b | 0x20) : b;
            }

            return;
        }

        // The last step may overlap the one before: it writes the same bytes again.
        int lastStart = length - sizeof(ulong);
        for (int at = 0; at < lastStart; at += sizeof(ulong))
            CopyLowerEight(ref Unsafe.Add(ref from, at), ref Unsafe.Add(ref to, at));
        CopyLowerEight(ref Unsafe.Add(ref from, lastStart), ref Unsafe.Add(ref to, lastStart));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyLowerEight(ref byte from, ref byte to) =>
        Unsafe.WriteUnaligned(ref to, LowerEight(Unsafe.ReadUnaligned<ulong>(ref from)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsTokenByte(byte b) =>
        b < 128 && (((b < 64 ? TokenBitsLow : TokenBitsHigh) >> (b & 63)) & 1) != 0;

    // Eight letters at once: a byte's top bit is set in `upper` when 'A' <= byte <= 'Z', and is moved to bit
    // 5.
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
}
