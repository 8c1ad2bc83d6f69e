using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Outrigger.Http;

/// <summary>A set of bytes at which a scan stops, for one byte and for sixteen at once.</summary>
internal interface IByteClass
{
    static abstract bool Contains(byte b);

    /// <summary>All bits of a byte are set where the class contains it.</summary>
    static abstract Vector128<byte> Matches(Vector128<byte> bytes);
}

/// <summary>Finds the first byte of a class. The classes are type arguments so that each scan is one tight loop.</summary>
internal static class ByteScan
{
    internal static int IndexOf<TClass>(ReadOnlySpan<byte> text)
        where TClass : struct, IByteClass
    {
        int length = text.Length;
        if (length < Vector128<byte>.Count)
            return IndexOfScalar<TClass>(text);
        ref byte start = ref MemoryMarshal.GetReference(text);
        int lastStart = length - Vector128<byte>.Count;
        int at = 0;
        while (true)
        {
            uint matches = TClass.Matches(Vector128.LoadUnsafe(ref start, (nuint)at)).ExtractMostSignificantBits();
            if (matches != 0)
                return at + BitOperations.TrailingZeroCount(matches);
            if (at == lastStart)
                return -1;
            // The last step overlaps the one before: it sees bytes again that are known not to match.
            at = Math.Min(at + Vector128<byte>.Count, lastStart);
        }
    }

    private static int IndexOfScalar<TClass>(ReadOnlySpan<byte> text)
        where TClass : struct, IByteClass
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (TClass.Contains(text[i]))
                return i;
        }

        return -1;
    }
}

/// <summary>Control bytes other than TAB.</summary>
internal readonly struct ControlByte : IByteClass
{
    public static bool Contains(byte b) => (b < 0x20 && b != '\t') || b == 0x7F;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Matches(Vector128<byte> bytes)
    {
        // An unsigned comparison by way of the minimum: SSE has no instruction for it.
        Vector128<byte> low = Vector128.Equals(Vector128.Min(bytes, Vector128.Create((byte)0x1F)), bytes);
        Vector128<byte> tab = Vector128.Equals(bytes, Vector128.Create((byte)'\t'));
        return Vector128.AndNot(low, tab) | Vector128.Equals(bytes, Vector128.Create((byte)0x7F));
    }
}

/// <summary>Bytes that a request target cannot hold: all but visible ASCII, and '#'.</summary>
internal readonly struct NonTargetByte : IByteClass
{
    public static bool Contains(byte b) => b is <= 0x20 or >= 0x7F or (byte)'#';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Matches(Vector128<byte> bytes)
    {
        Vector128<byte> fromFirst = bytes - Vector128.Create((byte)0x21);
        Vector128<byte> outside = Vector128.Equals(Vector128.Max(fromFirst, Vector128.Create((byte)(0x7F - 0x21))), fromFirst);
        return outside | Vector128.Equals(bytes, Vector128.Create((byte)'#'));
    }
}

/// <summary>
/// Bytes that the common names do not hold: all but ASCII letters, digits, '-' and '_'. Plain comparisons do for these;
/// the exact class of tokens would need a table lookup that not every compilation target has as an instruction.
/// </summary>
internal readonly struct UncommonNameByte : IByteClass
{
    public static bool Contains(byte b) => !char.IsAsciiLetterOrDigit((char)b) && b != '-' && b != '_';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Matches(Vector128<byte> bytes)
    {
        Vector128<byte> fromA = (bytes | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a');
        Vector128<byte> letter = Vector128.Equals(Vector128.Min(fromA, Vector128.Create((byte)25)), fromA);
        Vector128<byte> fromZero = bytes - Vector128.Create((byte)'0');
        Vector128<byte> digit = Vector128.Equals(Vector128.Min(fromZero, Vector128.Create((byte)9)), fromZero);
        Vector128<byte> dash = Vector128.Equals(bytes, Vector128.Create((byte)'-'));
        Vector128<byte> underscore = Vector128.Equals(bytes, Vector128.Create((byte)'_'));
        return ~(letter | digit | dash | underscore);
    }
}
