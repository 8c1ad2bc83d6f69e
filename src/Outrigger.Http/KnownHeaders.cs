using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Outrigger.Http;

/// <summary>Translates between field names and <see cref="KnownHeader"/> numbers in both directions.</summary>
public static class KnownHeaders
{
    private const int AttemptsMax = 100_000;
    private const int SlotBits = 11;
    private const int SlotCount = 1 << SlotBits;

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

    // The length, the middle and the end tell all our names apart (a test holds this); the multiplier spreads them over
    // the slots without a collision. It is searched for once per process, in microseconds.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(ReadOnlySpan<byte> name, ulong multiplier)
    {
        ref byte start = ref MemoryMarshal.GetReference(name);
        int length = name.Length;
        ulong middle;
        ulong last;
        if (length >= 8)
        {
            middle = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, (length - 8) >> 1));
            last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 8));
        }
        else if (length >= 4)
        {
            middle = Unsafe.ReadUnaligned<uint>(ref start);
            last = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4));
        }
        else
        {
            middle = Unsafe.ReadUnaligned<ushort>(ref start);
            last = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref start, length - 2));
        }

        ulong mixed = ((middle * multiplier) ^ BitOperations.RotateLeft(last, 29) ^ (uint)length) * multiplier;
        return (int)(mixed >> (64 - SlotBits));
    }

    private static ulong FindMultiplier()
    {
        // The constants (2^64 divided by the golden ratio, and a multiplier of full period) make a walk that is as good
        // as random numbers here and the same in every process. About one candidate in fifty fits.
        ulong candidate = 0x9E3779B97F4A7C15;
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (BuildSlots(candidate) is not null)
                return candidate;
            candidate = unchecked((candidate * 0xD1342543DE82EF95) + 2);
        }

        throw new InvalidOperationException("Two known header names cannot be told apart by length, middle and end.");
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
