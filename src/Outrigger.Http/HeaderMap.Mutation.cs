namespace Outrigger.Http;

/// <summary>
/// The changes. Each returns false, changing nothing, when the name or value is invalid or the map full.
/// </summary>
public sealed partial class HeaderMap
{
    /// <summary>Adds a field at the end, whether or not one of this name exists.</summary>
    public bool TryAdd(KnownHeader id, ReadOnlySpan<byte> value) =>
        id != KnownHeader.Other && TryInsert(id, KnownHeaders.NameOf(id), value);

    /// <summary>
    /// Adds a field at the end, whether or not one of this name exists; the name is lower-cased.
    /// </summary>
    public bool TryAdd(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        HttpSyntax.IsToken(name) && TryInsert(null, name, value);

    /// <summary>
    /// Replaces all fields of this name by one, at the place of the first, or adds it at the end.
    /// </summary>
    public bool TrySet(KnownHeader id, ReadOnlySpan<byte> value)
    {
        int first = IndexOf(id);
        if (first < 0)
            return TryAdd(id, value);
        if (!TryReplaceValue(first, value))
            return false;
        RemoveLater(first);
        return true;
    }

    /// <summary>Replaces all fields of this lower-case name by one, or adds it at the end.</summary>
    public bool TrySet(ReadOnlySpan<byte> lowerCaseName, ReadOnlySpan<byte> value)
    {
        int first = IndexOf(lowerCaseName);
        if (first < 0)
            return TryAdd(lowerCaseName, value);
        if (!TryReplaceValue(first, value))
            return false;
        RemoveLater(first);
        return true;
    }

    /// <summary>
    /// Extends the last field of this name by ", " and the value, or adds the field: of the list that all fields of
    /// the name make (RFC 9110 section 5.3), the value is the end.
    /// </summary>
    public bool TryAppend(KnownHeader id, ReadOnlySpan<byte> value)
    {
        int first = IndexOf(id);
        return first < 0 ? TryAdd(id, value) : TryExtendValue(LastLike(first), value);
    }

    /// <summary>
    /// Extends the last field of this lower-case name by ", " and the value, or adds the field.
    /// </summary>
    public bool TryAppend(ReadOnlySpan<byte> lowerCaseName, ReadOnlySpan<byte> value)
    {
        int first = IndexOf(lowerCaseName);
        return first < 0 ? TryAdd(lowerCaseName, value) : TryExtendValue(LastLike(first), value);
    }

    /// <summary>Replaces the value of the field at an index below <see cref="Count"/>.</summary>
    public bool TrySetAt(int index, ReadOnlySpan<byte> value)
    {
        EntryAt(index);
        return TryReplaceValue(index, value);
    }

    /// <summary>Removes all fields of this name; returns how many there were.</summary>
    public int Remove(KnownHeader id)
    {
        int first = IndexOf(id);
        return first < 0 ? 0 : RemoveLater(first) + RemoveOne(first);
    }

    /// <summary>Removes all fields of this lower-case name; returns how many there were.</summary>
    public int Remove(ReadOnlySpan<byte> lowerCaseName)
    {
        int first = IndexOf(lowerCaseName);
        return first < 0 ? 0 : RemoveLater(first) + RemoveOne(first);
    }

    /// <summary>
    /// Removes the field at an index below <see cref="Count"/>; later fields move up by one.
    /// </summary>
    public void RemoveAt(int index)
    {
        EntryAt(index);
        RemoveOne(index);
    }

    /// <summary>Replaces the content by a copy of another map's fields.</summary>
    public bool TryCopyFrom(HeaderMap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Clear();
        for (int i = 0; i < other._count; i++)
        {
            ref HeaderEntry entry = ref other._entries[i];
            if (!TryInsert(entry.Id, other.NameOf(in entry), other.ValueOf(in entry)))
                return false;
            _entries[_count - 1].IsNeverIndexed = entry.IsNeverIndexed;
        }

        return true;
    }

    private bool TryInsert(KnownHeader? id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.Length > ushort.MaxValue || !IsWritableValue(value))
            return false;
        if (!TryReserveEntry() || !TryReserveBytes(name.Length + value.Length))
            return false;
        int nameOffset = _used;
        HttpSyntax.CopyLower(name, _arena.AsSpan(nameOffset, name.Length));
        value.CopyTo(_arena.AsSpan(nameOffset + name.Length));
        _used += name.Length + value.Length;
        KnownHeader known = id ?? KnownHeaders.Resolve(name);
        _entries[_count++] = new HeaderEntry
        {
            NameOffset = nameOffset,
            NameLength = (ushort)name.Length,
            ValueOffset = nameOffset + name.Length,
            ValueLength = value.Length,
            Id = known,
        };
        MarkPresent(known);
        return true;
    }

    private bool TryReplaceValue(int index, ReadOnlySpan<byte> value)
    {
        if (!IsWritableValue(value))
            return false;
        if (value.Length > _entries[index].ValueLength)
        {
            if (!TryReserveBytes(value.Length))
                return false;
            _entries[index].ValueOffset = _used;
            _used += value.Length;
        }

        value.CopyTo(_arena.AsSpan(_entries[index].ValueOffset));
        _entries[index].ValueLength = value.Length;
        return true;
    }

    private bool TryExtendValue(int index, ReadOnlySpan<byte> value)
    {
        int oldLength = _entries[index].ValueLength;
        if (oldLength == 0)
            return TryReplaceValue(index, value);
        int length = oldLength + 2 + value.Length;
        if (!IsWritableValue(value) || !TryReserveBytes(length))
            return false;
        Span<byte> joined = _arena.AsSpan(_used, length);
        ValueOf(in _entries[index]).CopyTo(joined);
        ", "u8.CopyTo(joined[oldLength..]);
        value.CopyTo(joined[(oldLength + 2)..]);
        _entries[index].ValueOffset = _used;
        _entries[index].ValueLength = length;
        _used += length;
        return true;
    }

    // The last field with the name of the one at an index.
    private int LastLike(int first)
    {
        int last = _count - 1;
        while (!SameName(in _entries[first], in _entries[last]))
            last--;
        return last;
    }

    private int RemoveOne(int index)
    {
        KnownHeader id = _entries[index].Id;
        Array.Copy(_entries, index + 1, _entries, index, _count - index - 1);
        _count--;
        ForgetIfAbsent(id);
        return 1;
    }

    private int RemoveLater(int first)
    {
        int kept = first + 1;
        for (int i = first + 1; i < _count; i++)
        {
            if (!SameName(in _entries[first], in _entries[i]))
                _entries[kept++] = _entries[i];
        }

        int removed = _count - kept;
        _count = kept;
        return removed;
    }

    private void ForgetIfAbsent(KnownHeader id)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_entries[i].Id == id)
                return;
        }

        MarkAbsent(id);
    }

    // Surrounding white space would not survive the next parser, so it does not enter either.
    private static bool IsWritableValue(ReadOnlySpan<byte> value) =>
        HttpSyntax.IndexOfControl(value) < 0
        && (value.IsEmpty || !(HttpSyntax.IsWhitespace(value[0]) || HttpSyntax.IsWhitespace(value[^1])));
}
