using System.Text;

namespace Outrigger.Routing.Matching;

/// <summary>Comparisons of bytes where A–Z equal a–z and every other byte equals only itself.</summary>
internal static class AsciiBytes
{
    internal static bool EqualsIgnoreCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length == right.Length && (
            Ascii.EqualsIgnoreCase(left, right) || EqualsBeyondAscii(left, right));

    internal static bool StartsWithIgnoreCase(ReadOnlySpan<byte> value, ReadOnlySpan<byte> prefix) =>
        value.Length >= prefix.Length && EqualsIgnoreCase(value[..prefix.Length], prefix);

    internal static bool EndsWithIgnoreCase(ReadOnlySpan<byte> value, ReadOnlySpan<byte> suffix) =>
        value.Length >= suffix.Length && EqualsIgnoreCase(value[^suffix.Length..], suffix);

    internal static bool ContainsIgnoreCase(ReadOnlySpan<byte> value, ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
        {
            return true;
        }

        byte lower = Lower(part[0]);
        byte upper = lower is >= (byte)'a' and <= (byte)'z' ? (byte)(lower - 32) : lower;
        while (value.Length >= part.Length)
        {
            int start = value[..(value.Length - part.Length + 1)].IndexOfAny(lower, upper);
            if (start < 0)
            {
                return false;
            }

            if (EqualsIgnoreCase(value.Slice(start, part.Length), part))
            {
                return true;
            }

            value = value[(start + 1)..];
        }

        return false;
    }

    internal static byte Lower(byte value) =>
        value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value + 32) : value;

    /// <summary>UTF-8 bytes with A–Z folded, the form in which names are kept and looked up.</summary>
    internal static byte[] LowerCase(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = Lower(bytes[i]);
        }

        return bytes;
    }

    /// <summary>
    /// The framework's comparison is false for any byte above 127, so values that hold one come here.
    /// </summary>
    private static bool EqualsBeyondAscii(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (Ascii.IsValid(left))
        {
            return false;
        }

        for (int i = 0; i < left.Length; i++)
        {
            if (Lower(left[i]) != Lower(right[i]))
            {
                return false;
            }
        }

        return true;
    }
}
