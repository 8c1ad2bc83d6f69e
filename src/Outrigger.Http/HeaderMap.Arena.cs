namespace Outrigger.Http;

/// <summary>
/// The storage: one byte array, one entry array, and the adoption of a received head as a whole.
/// </summary>
public sealed partial class HeaderMap
{
    // The first bytes of the arena are a head as received; what was added later lies behind.
    private int _wireLength;

    internal ReadOnlySpan<byte> Slice(ByteRange range) => _arena.AsSpan(range.Offset, range.Length);

    /// <summary>
    /// Stores bytes that are not part of a field, such as a new path; false when the arena is full.
    /// </summary>
    internal bool TryStore(ReadOnlySpan<byte> bytes, out ByteRange range)
    {
        range = new ByteRange(_used, bytes.Length);
        if (!TryReserveBytes(bytes.Length))
            return false;
        bytes.CopyTo(_arena.AsSpan(_used));
        _used += bytes.Length;
        return true;
    }

    /// <summary>Makes room for bytes that are not part of a field; false when the arena is full.</summary>
    internal bool TryReserve(int length, out ByteRange range)
    {
        range = new ByteRange(_used, length);
        if (!TryReserveBytes(length))
            return false;
        _used += length;
        return true;
    }

    /// <summary>The bytes of a range that was just reserved.</summary>
    internal Span<byte> SliceToWrite(ByteRange range) => _arena.AsSpan(range.Offset, range.Length);

    /// <summary>Stores two pieces one behind the other; false when the arena is full.</summary>
    internal bool TryStore(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, out ByteRange range)
    {
        range = new ByteRange(_used, first.Length + second.Length);
        if (!TryReserveBytes(range.Length))
            return false;
        first.CopyTo(_arena.AsSpan(_used));
        second.CopyTo(_arena.AsSpan(_used + first.Length));
        _used += range.Length;
        return true;
    }

    internal ByteRange RangeOfValueAt(int index) =>
        new(_entries[index].ValueOffset, _entries[index].ValueLength);

    /// <summary>
    /// Notes a field of a head that is being received. Its offsets count from the head's first byte; they
    /// come to life with <see cref="TryAdopt"/>.
    /// </summary>
    internal bool TryNote(int nameOffset, int nameLength, int valueOffset, int valueLength)
    {
        if (nameLength > ushort.MaxValue || !TryReserveEntry())
            return false;
        ref HeaderEntry entry = ref _entries[_count++];
        entry.NameOffset = nameOffset;
        entry.NameLength = (ushort)nameLength;
        entry.ValueOffset = valueOffset;
        entry.ValueLength = valueLength;
        entry.IsNeverIndexed = false;
        return true;
    }

    /// <summary>
    /// Copies the whole received head into the arena and gives the noted fields their names.
    /// </summary>
    internal bool TryAdopt(ReadOnlySpan<byte> head)
    {
        _used = 0;
        if (!TryReserveBytes(head.Length))
            return false;
        head.CopyTo(_arena);
        _used = _wireLength = head.Length;
        ulong presentLow = 0;
        ulong presentHigh = 0;
        for (int i = 0; i < _count; i++)
        {
            ref HeaderEntry entry = ref _entries[i];
            // The name is read from the source: bytes that were stored a moment ago are slow to load in
            // another width.
            ReadOnlySpan<byte> name = head.Slice(entry.NameOffset, entry.NameLength);
            KnownHeader id = KnownHeaders.Resolve(name);
            entry.Id = id;
            HttpSyntax.CopyLower(name, _arena.AsSpan(entry.NameOffset, entry.NameLength));
            if ((uint)id < 64)
                presentLow |= Bit(id);
            else
                presentHigh |= Bit(id);
        }

        _presentLow = presentLow;
        _presentHigh = presentHigh;
        return true;
    }

    private bool TryReserveEntry()
    {
        if (_count < _entries.Length)
            return _count < _entriesMax;
        if (_count >= _entriesMax)
            return false;
        Array.Resize(ref _entries, Math.Min(_entriesMax, _entries.Length * 2));
        return true;
    }

    private bool TryReserveBytes(int length)
    {
        int needed = _used + length;
        if (needed <= _arena.Length)
            return true;
        if (needed > _bytesMax)
            return false;
        Array.Resize(ref _arena, Math.Min(_bytesMax, Math.Max(needed, _arena.Length * 2)));
        return true;
    }
}
