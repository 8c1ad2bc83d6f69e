using System.Numerics;

namespace Outrigger.Http.Hpack;

/// <summary>
/// The fields that were sent lately, newest first; the oldest leave when there is no room (RFC 7541 sections
/// 2.3.2 and 4). Fields are numbered in the order in which they came. Memory is taken as it fills.
/// </summary>
internal sealed class DynamicTable
{
    /// <summary>What a field counts for besides its bytes (RFC 7541 section 4.1).</summary>
    internal const int FieldOverhead = 32;

    private TableEntry[] _entries = [];
    private byte[] _bytes = [];

    // Bytes of the fields lie between these two, counted from the first byte ever added; _base is what lies
    // at the start of the array.
    private uint _base;
    private uint _start;
    private uint _end;
    private uint _added;

    internal DynamicTable(int sizeMax) => SizeMax = sizeMax;

    /// <summary>Bytes that it may hold, overhead included.</summary>
    internal int SizeMax { get; private set; }

    /// <summary>Bytes that it holds, overhead included.</summary>
    internal int Size { get; private set; }

    /// <summary>Fields that it holds.</summary>
    internal int Count { get; private set; }

    /// <summary>The number that the next field gets.</summary>
    internal uint NextNumber => _added;

    /// <summary>Whether the field of this number is still there.</summary>
    internal bool Holds(uint number) => _added - 1 - number < (uint)Count;

    /// <summary>The place of a field, 0 for the newest; -1 or too large when it is gone.</summary>
    internal int PlaceOf(uint number) => (int)(_added - 1 - number);

    /// <summary>The field at a place below <see cref="Count"/>.</summary>
    internal ref readonly TableEntry At(int place) => ref Entry(_added - 1 - (uint)place);

    internal ReadOnlySpan<byte> NameOf(ref readonly TableEntry entry) =>
        _bytes.AsSpan((int)(entry.Offset - _base), entry.NameLength);

    internal ReadOnlySpan<byte> ValueOf(ref readonly TableEntry entry) =>
        _bytes.AsSpan((int)(entry.Offset - _base) + entry.NameLength, entry.ValueLength);

    /// <summary>Changes how much it may hold.</summary>
    internal void Resize(int sizeMax)
    {
        SizeMax = sizeMax;
        Evict(sizeMax);
    }

    /// <summary>
    /// Adds a field; one that is larger than the table empties it (RFC 7541 section 4.4). Neither name nor
    /// value may lie in the table itself.
    /// </summary>
    internal void Add(FieldName kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, uint hash = 0)
    {
        int size = name.Length + value.Length + FieldOverhead;
        if (size > SizeMax)
        {
            Evict(0);
            return;
        }

        Evict(SizeMax - size);
        if (Count == _entries.Length)
            GrowEntries();
        Span<byte> room = GetRoom(name.Length + value.Length);
        name.CopyTo(room);
        value.CopyTo(room[name.Length..]);
        Entry(_added) = new TableEntry
        {
            Offset = _end,
            NameLength = name.Length,
            ValueLength = value.Length,
            Kind = kind,
            Hash = hash,
        };
        _added++;
        _end += (uint)(name.Length + value.Length);
        Count++;
        Size += size;
    }

    private void Evict(int sizeMax)
    {
        while (Size > sizeMax)
        {
            ref TableEntry oldest = ref Entry(_added - (uint)Count);
            Size -= oldest.Size;
            _start = oldest.Offset + (uint)(oldest.NameLength + oldest.ValueLength);
            Count--;
        }
    }

    // Twice the room that the fields need keeps moves rare: each moves no more than was added since the last.
    private Span<byte> GetRoom(int length)
    {
        int at = (int)(_end - _base);
        if (_bytes.Length - at >= length)
            return _bytes.AsSpan(at, length);
        int live = (int)(_end - _start);
        byte[] target = _bytes;
        if (target.Length < 2 * (live + length))
            target = new byte[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(256, 2 * (live + length)))];
        _bytes.AsSpan((int)(_start - _base), live).CopyTo(target);
        _bytes = target;
        _base = _start;
        return target.AsSpan(live, length);
    }

    private ref TableEntry Entry(uint number) => ref _entries[number & (uint)(_entries.Length - 1)];

    private void GrowEntries()
    {
        TableEntry[] larger = new TableEntry[Math.Max(8, _entries.Length * 2)];
        for (uint number = _added - (uint)Count; number != _added; number++)
            larger[number & (uint)(larger.Length - 1)] = Entry(number);
        _entries = larger;
    }
}
