using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Outrigger.Http;

/// <summary>Translates between field names and <see cref="KnownHeader"/> numbers in both directions.</summary>
public static class KnownHeaders
{
    private const int SlotCount = 2048;

    private static readonly ulong s_multiplier = FindMultiplier();
    private static readonly byte[] s_slots = BuildSlots(s_multiplier)!;

    /// <summary>How many numbers exist, <see cref="KnownHeader.Other"/> included.</summary>
    public static int Count => KnownHeaderNames.All.Length;

    /// <summary>The lower-case name; empty for <see cref="KnownHeader.Other"/>.</summary>
    public static ReadOnlySpan<byte> NameOf(KnownHeader id) => KnownHeaderNames.All[(int)id];

    /// <summary>Finds the number of a lower-case field name, or <see cref="KnownHeader.Other"/>.</summary>
    public static KnownHeader Resolve(ReadOnlySpan<byte> lowerCaseName)
    {
        if (lowerCaseName.Length < 2)
            return KnownHeader.Other;
        byte candidate = s_slots[SlotOf(lowerCaseName, s_multiplier)];
        return lowerCaseName.SequenceEqual(KnownHeaderNames.All[candidate])
            ? (KnownHeader)candidate
            : KnownHeader.Other;
    }

    // The length, the two ends and the middle tell all our names apart once a multiplier has been found that
    // spreads them over the slots without a collision; the search takes microseconds, once per process.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(ReadOnlySpan<byte> name, ulong multiplier)
    {
        ref byte start = ref MemoryMarshal.GetReference(name);
        int length = name.Length;
        ulong first = Unsafe.ReadUnaligned<ushort>(ref start);
        ulong last = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref start, length - 2));
        ulong middle = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref start, (length - 2) >> 1));
        ulong key = first | (middle << 16) | (last << 32) | ((ulong)length << 48);
        return (int)((key * multiplier) >> (64 - 11));
    }

    private static ulong FindMultiplier()
    {
        // An odd 64-bit walk (the constant is 2^64 divided by the golden ratio) is as good as random numbers
        // here, and is the same in every process.
        for (ulong candidate = 0x9E3779B97F4A7C15; ; candidate = unchecked((candidate * 0xD1342543DE82EF95) + 2))
        {
            if (BuildSlots(candidate) is not null)
                return candidate;
        }
    }

    private static byte[]? BuildSlots(ulong multiplier)
    {
        byte[] slots = new byte[SlotCount];
        for (int id = 1; id < KnownHeaderNames.All.Length; id++)
        {
            ref byte slot = ref slots[SlotOf(KnownHeaderNames.All[id], multiplier)];
            if (slot != 0)
                return null;
            slot = (byte)id;
        }

        return slots;
    }
}
