using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Outrigger.Http.Hpack;

/// <summary>
/// Finds fields in an encoder's <see cref="DynamicTable"/> by their hash, and remembers hashes of fields that
/// are not in it: only a field that is sent a second time is worth a place there, so that identifiers of
/// requests do not push out what repeats. It is a cache: forgetting costs some compression, and no input can
/// make it slow.
/// </summary>
internal sealed class EncoderIndex
{
    private const int HeldBits = 8;
    private const int SeenBits = 7;
    private const int NameBits = 8;

    private readonly Slot[] _held = new Slot[1 << HeldBits];

    // Four marks of 16 bits in a word, the newest lowest.
    private readonly ulong[] _seen = new ulong[1 << SeenBits];
    private readonly uint[] _numbersOfNames = new uint[1 << NameBits];

    /// <summary>The hash of a field; never 0. It looks at the ends and the middle of long text.</summary>
    internal static uint HashOf(uint nameHash, ReadOnlySpan<byte> value)
    {
        ulong mixed = ((ulong)nameHash << 32) ^ TextBits(value);
        mixed *= 0x9E3779B97F4A7C15;
        return (uint)(mixed >> 32) | 1;
    }

    /// <summary>The hash of a name: known ones and pseudo-headers are not mixed up with one another.</summary>
    internal static uint NameHashOf(FieldName kind, ReadOnlySpan<byte> name)
    {
        if (kind.Id != KnownHeader.Other)
            return (uint)kind.Id;
        return kind.Pseudo != PseudoHeader.None ? 0x80 | (uint)kind.Pseudo : HashOf(0x100, name);
    }

    /// <summary>Gives the number of the field of this hash, if there may be one in the table.</summary>
    internal bool TryFind(DynamicTable table, uint hash, out uint number)
    {
        ref Slot slot = ref _held[hash >> (32 - HeldBits)];
        if (slot.Hash != hash)
            slot = ref Neighbour(hash);
        number = slot.Number;
        return slot.Hash == hash && table.Holds(number);
    }

    /// <summary>Whether the hash was seen lately; it is from now on.</summary>
    internal bool See(uint hash)
    {
        ref ulong marks = ref _seen[hash >> (32 - SeenBits)];
        ushort mark = (ushort)hash;
        for (ulong rest = marks; rest != 0; rest >>= 16)
        {
            if ((ushort)rest == mark)
                return true;
        }

        marks = (marks << 16) | mark;
        return false;
    }

    /// <summary>Notes a field that enters the table with its next number.</summary>
    internal void Note(DynamicTable table, uint hash, uint nameHash)
    {
        ref Slot slot = ref _held[hash >> (32 - HeldBits)];
        if (slot.Hash != hash && slot.Hash != 0 && table.Holds(slot.Number))
            slot = ref Neighbour(hash);
        slot = new Slot { Hash = hash, Number = table.NextNumber };
        LastOfName(nameHash) = table.NextNumber;
    }

    /// <summary>The number of the last field that was sent under a name of this hash, or any other.</summary>
    internal ref uint LastOfName(uint nameHash) => ref _numbersOfNames[nameHash & ((1 << NameBits) - 1)];

    private ref Slot Neighbour(uint hash) => ref _held[(hash >> (32 - HeldBits)) ^ 1];

    private static ulong TextBits(ReadOnlySpan<byte> text)
    {
        int length = text.Length;
        ref byte start = ref MemoryMarshal.GetReference(text);
        ulong bits = (uint)length;
        if (length >= 8)
        {
            bits = (bits + Load(ref start, 0)) * 0xC2B2AE3D27D4EB4F;
            bits = ((bits ^ (bits >> 29)) + Load(ref start, (length - 8) >> 1)) * 0xC2B2AE3D27D4EB4F;
            bits = ((bits ^ (bits >> 29)) + Load(ref start, length - 8)) * 0xC2B2AE3D27D4EB4F;
        }
        else
        {
            foreach (byte b in text)
                bits = (bits << 8) | b;
            bits = (bits + (ulong)length) * 0xC2B2AE3D27D4EB4F;
        }

        return bits ^ (bits >> 31);
    }

    private static ulong Load(ref byte start, int offset) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));

    private struct Slot
    {
        internal uint Hash;
        internal uint Number;
    }
}
