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

    private readonly Slot[] _held = new Slot[1 << HeldBits];
    private readonly uint[] _seen = new uint[1 << SeenBits];
    private readonly uint[] _numbersOfNames = new uint[1 << SeenBits];

    /// <summary>The hash of a field; never 0. It looks at the ends and the middle of long text.</summary>
    internal static uint HashOf(uint nameHash, ReadOnlySpan<byte> value)
    {
        ulong mixed = ((ulong)nameHash << 32) ^ TextBits(value);
        mixed *= 0x9E3779B97F4A7C15;
        return (uint)(mixed >> 32) | 1;
    }

    internal static uint NameHashOf(KnownHeader id, ReadOnlySpan<byte> name) =>
        id != KnownHeader.Other ? (uint)id : HashOf(0x100, name);

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
        ref uint seen = ref _seen[hash >> (32 - SeenBits)];
        bool isRepeated = seen == hash;
        seen = hash;
        return isRepeated;
    }

    /// <summary>Notes a field that enters the table with its next number.</summary>
    internal void Note(DynamicTable table, uint hash, uint nameHash)
    {
        ref Slot slot = ref _held[hash >> (32 - HeldBits)];
        if (slot.Hash != hash && slot.Hash != 0 && table.Holds(slot.Number))
            slot = ref Neighbour(hash);
        slot = new Slot { Hash = hash, Number = table.NextNumber };
        _numbersOfNames[nameHash & ((1 << SeenBits) - 1)] = table.NextNumber;
    }

    /// <summary>The number of the last field that was added under a name of this hash, or any other.</summary>
    internal uint NumberOfName(uint nameHash) => _numbersOfNames[nameHash & ((1 << SeenBits) - 1)];

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
