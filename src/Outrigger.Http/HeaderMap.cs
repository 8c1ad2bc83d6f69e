using System.Numerics;
using System.Runtime.CompilerServices;

namespace Outrigger.Http;

/// <summary>
/// The fields of one message head or trailer section in their order: names in lower case, values without
/// surrounding white space, all bytes in one reusable arena. Spans that it returns are valid until the map is
/// next changed. It refuses at insertion what must never be written to a connection: names that are no
/// tokens, values with CR, LF, NUL or another control byte. Not thread-safe; allocates only while its arrays
/// grow.
/// </summary>
public sealed partial class HeaderMap
{
    private const int InitialEntries = 32;
    private const int InitialBytes = 2048;

    private readonly int _entriesMax;
    private readonly int _bytesMax;
    private HeaderEntry[] _entries = new HeaderEntry[InitialEntries];
    private byte[] _arena = new byte[InitialBytes];
    private byte[] _combined = [];
    private int _count;
    private int _used;
    private ulong _presentLow;
    private ulong _presentHigh;

    /// <summary>Creates an empty map.</summary>
    /// <param name="entriesMax">How many fields it may hold; one more is refused.</param>
    /// <param name="bytesMax">How many bytes its arena may grow to.</param>
    public HeaderMap(int entriesMax = 256, int bytesMax = 1024 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(entriesMax);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesMax);
        _entriesMax = entriesMax;
        _bytesMax = bytesMax;
    }

    /// <summary>How many fields there are; repeated names count each.</summary>
    public int Count => _count;

    /// <summary>The field at an index below <see cref="Count"/>.</summary>
    public HeaderField this[int index]
    {
        get
        {
            ref HeaderEntry entry = ref EntryAt(index);
            return new HeaderField(entry.Id, NameOf(in entry), ValueOf(in entry), entry.IsNeverIndexed);
        }
    }

    /// <summary>The number of the name at an index below <see cref="Count"/>.</summary>
    public KnownHeader IdAt(int index) => EntryAt(index).Id;

    /// <summary>The lower-case name at an index below <see cref="Count"/>.</summary>
    public ReadOnlySpan<byte> NameAt(int index) => NameOf(in EntryAt(index));

    /// <summary>The value at an index below <see cref="Count"/>.</summary>
    public ReadOnlySpan<byte> ValueAt(int index) => ValueOf(in EntryAt(index));

    /// <summary>Whether a field of this name is present.</summary>
    public bool Contains(KnownHeader id) =>
        id != KnownHeader.Other && (((uint)id < 64 ? _presentLow : _presentHigh) & Bit(id)) != 0;

    /// <summary>Whether a field of this lower-case name is present.</summary>
    public bool Contains(ReadOnlySpan<byte> lowerCaseName) => IndexOf(lowerCaseName) >= 0;

    /// <summary>Index of the first field of this name at or after <paramref name="start"/>, or -1.</summary>
    public int IndexOf(KnownHeader id, int start = 0)
    {
        if (!Contains(id))
            return -1;
        for (int i = start; i < _count; i++)
        {
            if (_entries[i].Id == id)
                return i;
        }

        return -1;
    }

    /// <summary>
    /// Index of the first field of this lower-case name at or after <paramref name="start"/>, or -1.
    /// </summary>
    public int IndexOf(ReadOnlySpan<byte> lowerCaseName, int start = 0)
    {
        KnownHeader id = KnownHeaders.Resolve(lowerCaseName);
        return id != KnownHeader.Other ? IndexOf(id, start) : IndexOfOther(lowerCaseName, start);
    }

    /// <summary>
    /// The value of a field; when it is repeated, all values joined with ',' in their order (RFC 9110 section
    /// 5.3). A joined value is valid until the next joined value is asked for.
    /// </summary>
    public bool TryGet(KnownHeader id, out ReadOnlySpan<byte> value)
    {
        int first = IndexOf(id);
        if (first < 0)
        {
            value = default;
            return false;
        }

        int second = IndexOf(id, first + 1);
        value = second < 0 ? ValueAt(first) : Combine(first, second);
        return true;
    }

    /// <inheritdoc cref="TryGet(KnownHeader, out ReadOnlySpan{byte})"/>
    public bool TryGet(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        KnownHeader id = KnownHeaders.Resolve(lowerCaseName);
        if (id != KnownHeader.Other)
            return TryGet(id, out value);
        int first = IndexOfOther(lowerCaseName, 0);
        if (first < 0)
        {
            value = default;
            return false;
        }

        int second = IndexOfOther(lowerCaseName, first + 1);
        value = second < 0 ? ValueAt(first) : Combine(first, second);
        return true;
    }

    /// <summary>Enumerates the fields in their order; the map must not change meanwhile.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Removes all fields and forgets all bytes; keeps the arrays for the next message.</summary>
    public void Clear()
    {
        _count = 0;
        _used = 0;
        _wireLength = 0;
        _presentLow = 0;
        _presentHigh = 0;
    }

    private int IndexOfOther(ReadOnlySpan<byte> lowerCaseName, int start)
    {
        for (int i = start; i < _count; i++)
        {
            ref HeaderEntry entry = ref _entries[i];
            if (entry.NameLength == lowerCaseName.Length && entry.Id == KnownHeader.Other
                && NameOf(in entry).SequenceEqual(lowerCaseName))
            {
                return i;
            }
        }

        return -1;
    }

    private bool SameName(in HeaderEntry a, in HeaderEntry b) =>
        a.Id == b.Id && (a.Id != KnownHeader.Other || NameOf(in a).SequenceEqual(NameOf(in b)));

    private ReadOnlySpan<byte> Combine(int first, int second)
    {
        ref HeaderEntry head = ref _entries[first];
        int length = head.ValueLength;
        for (int i = second; i < _count; i++)
        {
            if (SameName(in head, in _entries[i]))
                length += 1 + _entries[i].ValueLength;
        }

        if (_combined.Length < length)
            _combined = new byte[Math.Max(256, (int)BitOperations.RoundUpToPowerOf2((uint)length))];
        ValueOf(in head).CopyTo(_combined);
        int at = head.ValueLength;
        for (int i = second; i < _count; i++)
        {
            if (!SameName(in head, in _entries[i]))
                continue;
            _combined[at++] = (byte)',';
            ValueOf(in _entries[i]).CopyTo(_combined.AsSpan(at));
            at += _entries[i].ValueLength;
        }

        return _combined.AsSpan(0, length);
    }

    private ref HeaderEntry EntryAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count);
        return ref _entries[index];
    }

    private ReadOnlySpan<byte> NameOf(in HeaderEntry entry) =>
        _arena.AsSpan(entry.NameOffset, entry.NameLength);

    private ReadOnlySpan<byte> ValueOf(in HeaderEntry entry) =>
        _arena.AsSpan(entry.ValueOffset, entry.ValueLength);

    // One bit per known name (there are 128 at most) answers most questions: they are about absent fields.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bit(KnownHeader id) => 1UL << ((int)id & 63);

    private void MarkPresent(KnownHeader id)
    {
        if ((uint)id < 64)
            _presentLow |= Bit(id);
        else
            _presentHigh |= Bit(id);
    }

    private void MarkAbsent(KnownHeader id)
    {
        if ((uint)id < 64)
            _presentLow &= ~Bit(id);
        else
            _presentHigh &= ~Bit(id);
    }

    /// <summary>Walks the fields in order.</summary>
    public ref struct Enumerator
    {
        private readonly HeaderMap _map;
        private int _index;

        internal Enumerator(HeaderMap map)
        {
            _map = map;
            _index = -1;
        }

        /// <summary>The field that was reached.</summary>
        public readonly HeaderField Current => _map[_index];

        /// <summary>Goes to the next field; false after the last.</summary>
        public bool MoveNext() => ++_index < _map._count;
    }
}
