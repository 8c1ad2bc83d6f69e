using System.Diagnostics;

namespace Outrigger.Http.Hpack;

/// <summary>
/// Encodes the field blocks of one direction of a connection (RFC 7541). What is sent again enters the dynamic
/// table, text is Huffman-coded where that is shorter, and what is sensitive enters no table on the whole way.
/// Blocks must reach the peer in the order in which they were encoded. Not thread-safe; allocates once, with
/// the first field.
/// </summary>
public sealed class HpackEncoder
{
    /// <summary>A field takes at most so many bytes more than its name and value.</summary>
    public const int FieldOverheadMax = 1 + (2 * HpackInteger.BytesMax);

    /// <summary>What a block takes at most besides its fields.</summary>
    public const int BlockOverheadMax = 2 * HpackInteger.BytesMax;

    // A cookie of less is guessed with too few attempts (RFC 7541 section 7.1.3).
    private const int SensitiveCookieBytesMax = 20;

    private readonly int _tableBytesMax;
    private readonly DynamicTable _table;
    private EncoderIndex? _index;
    private int _smallestSize;
    private bool _sizeChanged;

    /// <summary>Creates an encoder with an empty table.</summary>
    /// <param name="tableBytesMax">What we use at most, whatever the peer allows.</param>
    public HpackEncoder(int tableBytesMax = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tableBytesMax);
        _tableBytesMax = tableBytesMax;
        // Before the peer's SETTINGS both ends count on 4,096.
        _table = new DynamicTable(4096);
        if (tableBytesMax < 4096)
            SetTableBytesMax(tableBytesMax);
    }

    /// <summary>Bytes that the table holds, 32 more for each field.</summary>
    public int TableBytes => _table.Size;

    /// <summary>
    /// Applies the peer's SETTINGS_HEADER_TABLE_SIZE. The next block tells the peer of the change; when it
    /// changed several times, of the smallest size as well (RFC 7541 section 4.2).
    /// </summary>
    public void SetTableBytesMax(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        int size = Math.Min(bytes, _tableBytesMax);
        if (size == _table.SizeMax && !_sizeChanged)
            return;
        _smallestSize = _sizeChanged ? Math.Min(_smallestSize, size) : size;
        _sizeChanged = true;
        _table.Resize(size);
    }

    /// <summary>
    /// Starts a block, which is written to its end without fail; returns the number of bytes written.
    /// </summary>
    public int BeginBlock(Span<byte> destination)
    {
        if (!_sizeChanged)
            return 0;
        _sizeChanged = false;
        int written = 0;
        if (_smallestSize < _table.SizeMax)
            written = HpackInteger.Write(destination, 0x20, 5, _smallestSize);
        return written + HpackInteger.Write(destination[written..], 0x20, 5, _table.SizeMax);
    }

    /// <summary>Writes a pseudo-header; returns the number of bytes written.</summary>
    public int WritePseudo(PseudoHeader pseudo, ReadOnlySpan<byte> value, Span<byte> destination)
    {
        int known = StaticTable.IndexOf(pseudo, value);
        if (known != 0)
        {
            destination[0] = (byte)(0x80 | known);
            return 1;
        }

        FieldName kind = new(KnownHeader.Other, pseudo, true);
        return WriteField(kind, PseudoHeaders.NameOf(pseudo), value, destination, StaticTable.IndexOf(pseudo));
    }

    /// <summary>
    /// Writes a field, whose name is in lower case; returns the number of bytes written. There is room for
    /// name, value and <see cref="FieldOverheadMax"/>.
    /// </summary>
    public int WriteField(
        KnownHeader id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isNeverIndexed,
        Span<byte> destination)
    {
        int staticIndex = StaticTable.IndexOf(id);
        return isNeverIndexed || IsSensitive(id, value)
            ? WriteLiteral(0x10, 4, staticIndex, name, value, destination)
            : WriteField(new FieldName(id, PseudoHeader.None, true), name, value, destination, staticIndex);
    }

    private int WriteField(
        FieldName kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, Span<byte> destination,
        int staticIndex)
    {
        Debug.Assert(destination.Length >= name.Length + value.Length + FieldOverheadMax, "There is no room.");
        EncoderIndex index = _index ??= new EncoderIndex();
        uint nameHash = EncoderIndex.NameHashOf(kind, name);

        // Most names have one value for as long as a connection lasts.
        ref uint last = ref index.LastOfName(nameHash);
        if (_table.Holds(last) && IsField(last, kind, name, value))
            return WriteIndex(last, destination);
        uint hash = EncoderIndex.HashOf(nameHash, value);
        if (index.TryFind(_table, hash, out uint number) && IsField(number, kind, name, value))
        {
            last = number;
            return WriteIndex(number, destination);
        }

        int nameIndex = staticIndex != 0 ? staticIndex : IndexOfName(last, kind, name);
        // One field must not push out all others.
        bool isSmall = name.Length + value.Length + DynamicTable.FieldOverhead <= _table.SizeMax / 2;
        if (!isSmall || !index.See(hash))
            return WriteLiteral(0x00, 4, nameIndex, name, value, destination);
        index.Note(_table, hash, nameHash);
        _table.Add(kind, name, value, hash);
        return WriteLiteral(0x40, 6, nameIndex, name, value, destination);
    }

    private int WriteIndex(uint number, Span<byte> destination) =>
        HpackInteger.Write(destination, 0x80, 7, StaticTable.Count + 1 + _table.PlaceOf(number));

    private bool IsField(uint number, FieldName kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        ref readonly TableEntry entry = ref _table.At(_table.PlaceOf(number));
        return IsName(in entry, kind, name) && value.SequenceEqual(_table.ValueOf(in entry));
    }

    private bool IsName(ref readonly TableEntry entry, FieldName kind, ReadOnlySpan<byte> name) =>
        entry.Kind == kind
        && (kind.Id != KnownHeader.Other || kind.Pseudo != PseudoHeader.None
            || name.SequenceEqual(_table.NameOf(in entry)));

    private int IndexOfName(uint number, FieldName kind, ReadOnlySpan<byte> name)
    {
        if (!_table.Holds(number))
            return 0;
        int place = _table.PlaceOf(number);
        return IsName(in _table.At(place), kind, name) ? StaticTable.Count + 1 + place : 0;
    }

    private static int WriteLiteral(
        byte flags, int prefixBits, int nameIndex, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value,
        Span<byte> destination)
    {
        int written = HpackInteger.Write(destination, flags, prefixBits, nameIndex);
        if (nameIndex == 0)
            written += WriteText(name, destination[written..]);
        return written + WriteText(value, destination[written..]);
    }

    private static int WriteText(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        int coded = HuffmanEncoder.LengthOf(text);
        if (coded >= text.Length)
        {
            int prefix = HpackInteger.Write(destination, 0x00, 7, text.Length);
            text.CopyTo(destination[prefix..]);
            return prefix + text.Length;
        }

        int written = HpackInteger.Write(destination, 0x80, 7, coded);
        HuffmanEncoder.Encode(text, destination.Slice(written, coded));
        return written + coded;
    }

    private static bool IsSensitive(KnownHeader id, ReadOnlySpan<byte> value) => id switch
    {
        KnownHeader.Authorization or KnownHeader.ProxyAuthorization => true,
        KnownHeader.Cookie or KnownHeader.SetCookie => value.Length < SensitiveCookieBytesMax,
        _ => false,
    };
}
