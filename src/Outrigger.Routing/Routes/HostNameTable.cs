using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Outrigger.Routing.Routes;

/// <summary>
/// Finds virtual hosts by name in any case: an open-addressing hash table over bytes. It holds only what the operator
/// configured, so no client can fill it with collisions.
/// </summary>
internal sealed class HostNameTable
{
    private readonly Slot[] _slots;
    private readonly int _mask;

    /// <param name="hosts">Names in lower case, each once.</param>
    internal HostNameTable(IReadOnlyCollection<KeyValuePair<byte[], VirtualHostEntry>> hosts)
    {
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, hosts.Count * 2));
        _slots = new Slot[capacity];
        _mask = capacity - 1;
        foreach ((byte[] name, VirtualHostEntry host) in hosts)
        {
            uint hash = Hash(name);
            int index = (int)hash & _mask;
            while (_slots[index].Name is not null)
            {
                index = (index + 1) & _mask;
            }

            _slots[index] = new Slot(hash, name, host);
        }
    }

    internal VirtualHostEntry? Find(ReadOnlySpan<byte> host)
    {
        uint hash = Hash(host);
        int index = (int)hash & _mask;
        while (true)
        {
            ref readonly Slot slot = ref _slots[index];
            if (slot.Name is null)
            {
                return null;
            }

            if (slot.Hash == hash && Ascii.EqualsIgnoreCase(host, slot.Name))
            {
                return slot.Host;
            }

            index = (index + 1) & _mask;
        }
    }

    /// <summary>
    /// Setting bit 5 of every byte makes letters of both cases equal, and a few other bytes too: that is enough for a
    /// hash, and the comparison is exact.
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

    private readonly record struct Slot(uint Hash, byte[]? Name, VirtualHostEntry? Host);
}
