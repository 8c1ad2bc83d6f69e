namespace Outrigger.Http;

/// <summary>What the field sections of HTTP/2 need.</summary>
public sealed partial class HeaderMap
{
    /// <summary>Bytes of all names and values.</summary>
    internal int BytesOfFields
    {
        get
        {
            int bytes = 0;
            foreach (ref readonly HeaderEntry entry in _entries.AsSpan(0, _count))
                bytes += entry.NameLength + entry.ValueLength;
            return bytes;
        }
    }

    /// <summary>Adds a field whose name and value were found to be valid; false when there is no room.</summary>
    internal bool TryAddReceived(
        KnownHeader id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isNeverIndexed)
    {
        if (name.Length > ushort.MaxValue || !TryReserveEntry() || !TryReserveBytes(name.Length + value.Length))
            return false;
        int nameOffset = _used;
        Span<byte> room = _arena.AsSpan(nameOffset, name.Length + value.Length);
        name.CopyTo(room);
        value.CopyTo(room[name.Length..]);
        _used += room.Length;
        _entries[_count++] = new HeaderEntry
        {
            NameOffset = nameOffset,
            NameLength = (ushort)name.Length,
            ValueOffset = nameOffset + name.Length,
            ValueLength = value.Length,
            Id = id,
            IsNeverIndexed = isNeverIndexed,
        };
        MarkPresent(id);
        return true;
    }

    /// <summary>
    /// Makes one Cookie of several, at the place of the first: HTTP/2 may split it, and nothing else knows
    /// how to put it together (RFC 9113 section 8.2.3). False when there is no room.
    /// </summary>
    internal bool TryJoinCookies()
    {
        int first = IndexOf(KnownHeader.Cookie);
        if (first < 0 || IndexOf(KnownHeader.Cookie, first + 1) < 0)
            return true;
        int length = 0;
        for (int i = first; i >= 0; i = IndexOf(KnownHeader.Cookie, i + 1))
            length += _entries[i].ValueLength == 0 ? 0 : _entries[i].ValueLength + 2;
        // An empty crumb would leave white space at an end of the field.
        if (!TryReserve(Math.Max(0, length - 2), out ByteRange range))
            return false;
        Span<byte> joined = SliceToWrite(range);
        int written = 0;
        bool isNeverIndexed = false;
        for (int i = first; i >= 0; i = IndexOf(KnownHeader.Cookie, i + 1))
        {
            isNeverIndexed |= _entries[i].IsNeverIndexed;
            if (_entries[i].ValueLength == 0)
                continue;
            if (written > 0)
            {
                "; "u8.CopyTo(joined[written..]);
                written += 2;
            }

            ValueOf(in _entries[i]).CopyTo(joined[written..]);
            written += _entries[i].ValueLength;
        }

        RemoveLater(first);
        _entries[first].ValueOffset = range.Offset;
        _entries[first].ValueLength = range.Length;
        _entries[first].IsNeverIndexed = isNeverIndexed;
        return true;
    }
}
