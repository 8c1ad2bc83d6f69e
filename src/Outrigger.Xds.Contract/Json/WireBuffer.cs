using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace Outrigger.Xds.Contract.Json;

/// <summary>A growing buffer of protobuf bytes that is written front to back.</summary>
internal sealed class WireBuffer
{
    private byte[] bytes = new byte[256];

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>A copy of what was written since a position.</summary>
    public byte[] ToArray(int start = 0) => bytes.AsSpan(start, Length - start).ToArray();

    /// <summary>Whether all that was written since a position is zero, as the default of any scalar is.</summary>
    public bool IsZero(int start) => !bytes.AsSpan(start, Length - start).ContainsAnyExcept((byte)0);

    /// <summary>Forgets what was written after a position, for a field that turned out wrong.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Writes a field's tag.</summary>
    public void WriteTag(int number, WireFormat.WireType wireType) =>
        WriteVarint(((ulong)(uint)number << 3) | (uint)wireType);

    /// <summary>Writes a number in as many bytes as it needs.</summary>
    public void WriteVarint(ulong value)
    {
        Span<byte> target = Reserve(10);
        int written = 0;
        while (value >= 0x80)
        {
            target[written++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[written++] = (byte)value;
        Length += written;
    }

    /// <summary>Writes four bytes.</summary>
    public void WriteFixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);
        Length += 4;
    }

    /// <summary>Writes eight bytes.</summary>
    public void WriteFixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);
        Length += 8;
    }

    /// <summary>Writes a length and that many bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteVarint((ulong)value.Length);
        value.CopyTo(Reserve(value.Length));
        Length += value.Length;
    }

    /// <summary>Writes a length and a text in UTF-8.</summary>
    public void WriteString(string value) => WriteBytes(Encoding.UTF8.GetBytes(value));

    /// <summary>Puts the length of everything that was written since a position in front of it.</summary>
    /// <param name="start">The value of <see cref="Length"/> when the content began.</param>
    public void InsertLength(int start)
    {
        int contentLength = Length - start;
        WriteVarint((ulong)contentLength);
        int prefixLength = Length - start - contentLength;
        Span<byte> prefix = stackalloc byte[10];
        bytes.AsSpan(Length - prefixLength, prefixLength).CopyTo(prefix);
        bytes.AsSpan(start, contentLength).CopyTo(bytes.AsSpan(start + prefixLength));
        prefix[..prefixLength].CopyTo(bytes.AsSpan(start));
    }

    private Span<byte> Reserve(int count)
    {
        if (bytes.Length - Length < count)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + count));
        }

        return bytes.AsSpan(Length);
    }
}
