using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Outrigger.Proxy.Protobuf;

/// <summary>
/// Writes a message in protobuf's wire form from bytes as they are, without objects for its parts. Its memory
/// grows and is used again; one worker's thread uses it.
/// </summary>
internal sealed class ProtobufWriter
{
    /// <summary>Memory beyond this is not kept from message to message.</summary>
    private const int KeptBytesMax = 64 * 1024;

    private const int VarintWireType = 0;
    private const int LengthWireType = 2;
    private const int VarintBytesMax = 10;

    private byte[] _bytes = new byte[1024];
    private int _count;

    /// <summary>What was written; valid until more is.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <summary>How many bytes were written.</summary>
    public int Count => _count;

    /// <summary>Starts a new message.</summary>
    /// <param name="reservedBytes">Room to be filled in later, before the message.</param>
    public void Begin(int reservedBytes = 0)
    {
        if (_bytes.Length > KeptBytesMax)
            _bytes = new byte[1024];
        _count = reservedBytes;
    }

    /// <summary>The room that was reserved before the message.</summary>
    /// <param name="length">How much it was.</param>
    public Span<byte> Reserved(int length) => _bytes.AsSpan(0, length);

    /// <summary>Begins a message that is a field of the one being written.</summary>
    /// <param name="field">The field's number.</param>
    /// <returns>What to end it with.</returns>
    public int BeginMessage(int field)
    {
        WriteKey(field, LengthWireType);
        // Most messages are short, so room for a short length is left; a longer one moves the content.
        EnsureRoom(1);
        return ++_count;
    }

    /// <summary>Ends a message.</summary>
    /// <param name="mark">What beginning it returned.</param>
    public void EndMessage(int mark)
    {
        var length = _count - mark;
        var lengthBytes = VarintLength((ulong)length);
        EnsureRoom(lengthBytes);
        _bytes.AsSpan(mark, length).CopyTo(_bytes.AsSpan(mark + lengthBytes - 1));
        WriteVarint(_bytes.AsSpan(mark - 1), (ulong)length);
        _count += lengthBytes - 1;
    }

    /// <summary>Writes a string. What is not UTF-8 in it, which no string may have, becomes '!' bytes.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="utf8">The string; nothing is written for an empty one.</param>
    public void WriteText(int field, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return;
        var written = WriteRoom(field, utf8.Length);
        utf8.CopyTo(written);
        if (!Utf8.IsValid(written))
            Repair(written);
    }

    /// <summary>Writes a string.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="text">The string; nothing is written for an empty one.</param>
    public void WriteText(int field, ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty)
            Encoding.UTF8.GetBytes(text, WriteRoom(field, Encoding.UTF8.GetByteCount(text)));
    }

    /// <summary>Writes a length, and leaves room for as many bytes.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>The room, to be filled before more is written.</returns>
    public Span<byte> WriteRoom(int field, int length)
    {
        WriteKey(field, LengthWireType);
        EnsureRoom(VarintBytesMax + length);
        _count += WriteVarint(_bytes.AsSpan(_count), (ulong)length);
        _count += length;
        return _bytes.AsSpan(_count - length, length);
    }

    /// <summary>Writes a whole number or a truth value.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The number; nothing is written for 0.</param>
    public void WriteNumber(int field, long value)
    {
        if (value == 0)
            return;
        WriteKey(field, VarintWireType);
        EnsureRoom(VarintBytesMax);
        _count += WriteVarint(_bytes.AsSpan(_count), (ulong)value);
    }

    /// <summary>Writes a real number.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The number.</param>
    public void WriteReal(int field, double value)
    {
        const int FixedWireType = 1;
        WriteKey(field, FixedWireType);
        EnsureRoom(sizeof(double));
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.AsSpan(_count), value);
        _count += sizeof(double);
    }

    /// <summary>Writes a whole number or a truth value, also where it is 0 or false.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The number.</param>
    public void WriteNumberAlways(int field, long value)
    {
        WriteKey(field, VarintWireType);
        EnsureRoom(VarintBytesMax);
        _count += WriteVarint(_bytes.AsSpan(_count), (ulong)value);
    }

    /// <summary>Replaces the bytes that belong to no character.</summary>
    /// <param name="utf8">Text that is meant to be UTF-8.</param>
    public static void Repair(Span<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(utf8, out _, out var length);
            if (status != System.Buffers.OperationStatus.Done)
                utf8[..length].Fill((byte)'!');
            utf8 = utf8[length..];
        }
    }

    private void WriteKey(int field, int wireType)
    {
        EnsureRoom(VarintBytesMax);
        _count += WriteVarint(_bytes.AsSpan(_count), ((ulong)field << 3) | (uint)wireType);
    }

    private void EnsureRoom(int count)
    {
        if (_bytes.Length - _count < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + count));
    }

    private static int VarintLength(ulong value)
    {
        var length = 1;
        for (; value >= 0x80; value >>= 7)
            length++;
        return length;
    }

    private static int WriteVarint(Span<byte> destination, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            destination[length++] = (byte)(value | 0x80);
        destination[length++] = (byte)value;
        return length;
    }
}
