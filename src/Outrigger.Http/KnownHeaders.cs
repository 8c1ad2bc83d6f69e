using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Outrigger.Http;

/// <summary>
/// Translates between field names and <see cref="KnownHeader"/> numbers in both directions.
/// </summary>
public static class KnownHeaders
{
    private const int SlotBits = 11;

    // Spreads the known names over the slots without a collision. It was found by trial; a test tells when
    // the list has changed so that another one is needed.
    private const ulong Multiplier = 0x961A8C325BBB0221;

    // The bit that tells upper from lower case. Setting it maps no other token character onto a letter, a
    // digit or '-', of which all known names consist.
    private const ulong CaseBits = 0x2020202020202020;

    private static readonly byte[][] s_names = KnownHeaderNames.All;
    private static readonly byte[] s_slots = BuildSlots();

    /// <summary>How many numbers exist, <see cref="KnownHeader.Other"/> included.</summary>
    public static int Count => s_names.Length;

    /// <summary>The lower-case name; empty for <see cref="KnownHeader.Other"/>.</summary>
    public static ReadOnlySpan<byte> NameOf(KnownHeader id) => s_names[(int)id];

    /// <summary>Finds the number of a field name in any case, or <see cref="KnownHeader.Other"/>.</summary>
    public static KnownHeader Resolve(ReadOnlySpan<byte> name)
    {
        if (name.Length < 2)
            return KnownHeader.Other;
        ref byte start = ref MemoryMarshal.GetReference(name);
        byte candidate = s_slots[SlotOf(ref start, name.Length)];
        byte[] known = s_names[candidate];
        return known.Length == name.Length && EqualsFolded(ref start, known)
            ? (KnownHeader)candidate
            : KnownHeader.Other;
    }

    // The length, the middle and the end tell all known names apart.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(ref byte start, int length)
    {
        ulong middle;
        ulong last;
        if (length >= 8)
        {
            middle = Load<ulong>(ref start, (length - 8) >> 1);
            last = Load<ulong>(ref start, length - 8);
        }
        else if (length >= 4)
        {
            middle = Load<uint>(ref start, 0);
            last = Load<uint>(ref start, length - 4);
        }
        else
        {
            middle = Load<ushort>(ref start, 0);
            last = Load<ushort>(ref start, length - 2);
        }

        ulong mixed = (middle | CaseBits) * Multiplier;
        mixed ^= BitOperations.RotateLeft(last | CaseBits, 29) ^ (uint)length;
        return (int)((mixed * Multiplier) >> (64 - SlotBits));
    }

    // Both have the same length. The last step may overlap the one before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool EqualsFolded(ref byte name, byte[] known)
    {
        ref byte other = ref MemoryMarshal.GetArrayDataReference(known);
        int length = known.Length;
        if (length < 8)
        {
            if (length < 4)
            {
                return Folded<ushort>(ref name, 0) == Folded<ushort>(ref other, 0)
                    && Folded<ushort>(ref name, length - 2) == Folded<ushort>(ref other, length - 2);
            }

            return Folded<uint>(ref name, 0) == Folded<uint>(ref other, 0)
                && Folded<uint>(ref name, length - 4) == Folded<uint>(ref other, length - 4);
        }

        int lastStart = length - 8;
        for (int at = 0; at < lastStart; at += 8)
        {
            if (Folded<ulong>(ref name, at) != Folded<ulong>(ref other, at))
                return false;
        }

        return Folded<ulong>(ref name, lastStart) == Folded<ulong>(ref other, lastStart);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Folded<T>(ref byte start, int offset)
        where T : unmanaged, IBinaryInteger<T> =>
        Load<T>(ref start, offset) | T.CreateTruncating(CaseBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Load<T>(ref byte start, int offset)
        where T : unmanaged =>
        Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref start, offset));

    private static byte[] BuildSlots()
    {
        byte[] slots = new byte[1 << SlotBits];
        for (int id = 1; id < s_names.Length; id++)
        {
            byte[] name = s_names[id];
            slots[SlotOf(ref name[0], name.Length)] = (byte)id;
        }

        return slots;
    }
}
