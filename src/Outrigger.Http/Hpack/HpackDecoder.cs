using System.Numerics;

namespace Outrigger.Http.Hpack;

/// <summary>
/// Decodes the field blocks of one direction of a connection (RFC 7541). It has no bound of its own on what a
/// block expands to: the sink counts, and stores no more than it may. Not thread-safe; allocates only while
/// its arrays grow.
/// </summary>
public sealed class HpackDecoder
{
    private const int ScratchBytesKept = 4096;

    private readonly DynamicTable _table;
    private byte[] _scratch = [];
    private int _scratchUsed;
    private int _sizeLimit;
    private bool _expectsSizeUpdate;

    /// <summary>Creates a decoder with an empty table.</summary>
    /// <param name="tableBytesMax">
    /// What the peer may use: SETTINGS_HEADER_TABLE_SIZE; 4,096 before any.
    /// </param>
    public HpackDecoder(int tableBytesMax = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tableBytesMax);
        _sizeLimit = tableBytesMax;
        _table = new DynamicTable(Math.Min(4096, tableBytesMax));
    }

    /// <summary>Bytes that the table holds, 32 more for each field.</summary>
    public int TableBytes => _table.Size;

    /// <summary>
    /// Changes what the peer may use, once it has acknowledged that. When it used more until now, its next
    /// block must begin with a size update.
    /// </summary>
    public void SetTableBytesMax(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        _sizeLimit = bytes;
        _expectsSizeUpdate |= bytes < _table.SizeMax;
    }

    /// <summary>Decodes a whole block; after an error the decoder is of no more use.</summary>
    public HpackError Decode(ReadOnlySpan<byte> block, IHpackSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        int at = 0;
        HpackError error = ReadSizeUpdates(block, ref at);
        while (error == HpackError.None && at < block.Length)
        {
            byte first = block[at];
            if (first >= 0x80)
                error = ReadIndexed(block, ref at, sink);
            else if (first is < 0x20 or >= 0x40)
                error = ReadLiteral(block, ref at, sink);
            else
                error = HpackError.MisplacedSizeUpdate;
        }

        if (_scratch.Length > ScratchBytesKept)
            _scratch = [];
        return error;
    }

    private HpackError ReadSizeUpdates(ReadOnlySpan<byte> block, ref int at)
    {
        while (at < block.Length && (block[at] & 0xE0) == 0x20)
        {
            HpackError error = HpackInteger.Read(block, ref at, 5, out int size);
            if (error != HpackError.None)
                return error;
            if (size > _sizeLimit)
                return HpackError.TableTooLarge;
            _table.Resize(size);
            _expectsSizeUpdate = false;
        }

        return _expectsSizeUpdate ? HpackError.MissingSizeUpdate : HpackError.None;
    }

    private HpackError ReadIndexed(ReadOnlySpan<byte> block, ref int at, IHpackSink sink)
    {
        HpackError error = HpackInteger.Read(block, ref at, 7, out int index);
        if (error != HpackError.None)
            return error;
        if ((uint)(index - 1) < StaticTable.Count)
        {
            sink.OnField(new HpackField(
                StaticTable.KindAt(index), StaticTable.NameAt(index), StaticTable.ValueAt(index)));
            return HpackError.None;
        }

        int place = index - 1 - StaticTable.Count;
        if ((uint)place >= (uint)_table.Count)
            return HpackError.InvalidIndex;
        ref readonly TableEntry entry = ref _table.At(place);
        sink.OnField(new HpackField(entry.Kind, _table.NameOf(in entry), _table.ValueOf(in entry)));
        return HpackError.None;
    }

    // The three kinds of literals differ in the length of the prefix and in what becomes of them.
    private HpackError ReadLiteral(ReadOnlySpan<byte> block, ref int at, IHpackSink sink)
    {
        byte first = block[at];
        bool isIndexed = first >= 0x40;
        HpackError error = HpackInteger.Read(block, ref at, isIndexed ? 6 : 4, out int index);
        if (error != HpackError.None)
            return error;

        _scratchUsed = 0;
        error = ReadName(block, ref at, index, isIndexed, out ReadOnlySpan<byte> name, out FieldName kind);
        ReadOnlySpan<byte> value = default;
        if (error == HpackError.None)
            error = ReadText(block, ref at, out value);
        if (error != HpackError.None)
            return error;
        kind = kind.WithValue(value);
        if (isIndexed)
            _table.Add(kind, name, value);
        sink.OnField(new HpackField(kind, name, value, (first & 0xF0) == 0x10));
        return HpackError.None;
    }

    private HpackError ReadName(
        ReadOnlySpan<byte> block, scoped ref int at, int index, bool isIndexed,
        out ReadOnlySpan<byte> name, out FieldName kind)
    {
        kind = default;
        if (index == 0)
        {
            HpackError error = ReadText(block, ref at, out name);
            if (error == HpackError.None)
                kind = FieldName.Of(name);
            return error;
        }

        if (index <= StaticTable.Count)
        {
            name = StaticTable.NameAt(index);
            kind = StaticTable.KindAt(index);
            return HpackError.None;
        }

        name = default;
        int place = index - 1 - StaticTable.Count;
        if ((uint)place >= (uint)_table.Count)
            return HpackError.InvalidIndex;
        ref readonly TableEntry entry = ref _table.At(place);
        name = _table.NameOf(in entry);
        // The entry's validity is that of its value as well.
        kind = entry.Kind.IsValid ? entry.Kind : FieldName.Of(name);
        if (isIndexed)
        {
            // Adding the field may move the table's bytes or push this very entry out.
            Span<byte> copy = Scratch(name.Length);
            name.CopyTo(copy);
            name = copy[..name.Length];
            _scratchUsed += name.Length;
        }

        return HpackError.None;
    }

    private HpackError ReadText(ReadOnlySpan<byte> block, scoped ref int at, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (at >= block.Length)
            return HpackError.Truncated;
        bool isHuffman = block[at] >= 0x80;
        HpackError error = HpackInteger.Read(block, ref at, 7, out int length);
        if (error != HpackError.None)
            return error;
        if (length > block.Length - at)
            return HpackError.Truncated;
        text = block.Slice(at, length);
        at += length;
        if (!isHuffman)
            return HpackError.None;
        Span<byte> decoded = Scratch(HuffmanDecoder.LengthMax(length));
        int decodedLength = HuffmanDecoder.Decode(text, decoded);
        if (decodedLength < 0)
            return HpackError.InvalidHuffman;
        text = decoded[..decodedLength];
        _scratchUsed += decodedLength;
        return HpackError.None;
    }

    // A new array takes nothing over: the spans over the old one keep it alive for as long as they are used.
    private Span<byte> Scratch(int length)
    {
        if (_scratch.Length - _scratchUsed < length)
        {
            _scratch = new byte[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(256, length))];
            _scratchUsed = 0;
        }

        return _scratch.AsSpan(_scratchUsed);
    }
}
