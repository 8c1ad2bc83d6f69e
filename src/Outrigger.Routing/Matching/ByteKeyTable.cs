using System.Numerics;
using System.Runtime.InteropServices;

namespace Outrigger.Routing.Matching;

/// <summary>
/// Finds values by names of bytes: an open-addressing hash table that is built once and never changes. It
/// holds only what the operator configured, so no client can fill it with collisions.
/// </summary>
internal sealed class ByteKeyTable<TValue>
    where TValue : class
{
    private readonly Slot[] _slots;
    private readonly int _mask;
    private readonly bool _ignoreCase;

    /// <param name="values">Each name once, also when case is ignored.</param>
    /// <param name="ignoreCase">Whether A–Z equal a–z.</param>
    internal ByteKeyTable(IReadOnlyCollection<KeyValuePair<byte[], TValue>> values, bool ignoreCase)
    {
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, values.Count * 2));
        _slots = new Slot[capacity];
        _mask = capacity - 1;
        _ignoreCase = ignoreCase;
        foreach ((byte[] name, TValue value) in values)
        {
            uint hash = Hash(name);
            int index = (int)hash & _mask;
            while (_slots[index].Name is not null)
            {
                index = (index + 1) & _mask;
            }

            _slots[index] = new Slot(hash, name, value);
        }
    }

    internal TValue? Find(ReadOnlySpan<byte> name)
    {
        uint hash = Hash(name);
        int index = (int)hash & _mask;
        while (true)
        {
            ref readonly Slot slot = ref _slots[index];
            if (slot.Name is null)
            {
                return null;
            }

            if (slot.Hash == hash && IsEqual(name, slot.Name))
            {
                return slot.Value;
            }

            index = (index + 1) & _mask;
        }
    }

    private bool IsEqual(ReadOnlySpan<byte> name, ReadOnlySpan<byte> stored) =>
        _ignoreCase ? AsciiBytes.EqualsIgnoreCase(name, stored) : name.SequenceEqual(stored);

    /// <summary>
    /// Setting bit 5 of every byte makes letters of both cases equal, and a few other bytes too: that is
    /// enough for a hash, and the comparison is exact.
    /// </summary>
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        const ulong CaseBits = 0x2020202020202020;
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)name.Length * Multiplier;
        while (name.Length >= sizeof(ulong))
        {
            hash = (hash ^ (MemoryMarshal.Read<ulong>(name) | CaseBits)) * Multiplier;
            hash ^= hash >> 29;
            name = name[sizeof(ulong)..];
        }

        ulong rest = 0;
        foreach (byte value in name)
        {
            rest = (rest << 8) | value;
        }

        hash = (hash ^ (rest | CaseBits)) * Multiplier;
        return (uint)(hash >> 32);
    }

    private readonly record struct Slot(uint Hash, byte[]? Name, TValue? Value);
}
