using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Outrigger.Http.Scanning;

/// <summary>
/// Finds the first byte of a class. The classes are type arguments so that each scan is one tight loop.
/// </summary>
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
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref start, (nuint)at);
            uint matches = TClass.Matches(bytes).ExtractMostSignificantBits();
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
