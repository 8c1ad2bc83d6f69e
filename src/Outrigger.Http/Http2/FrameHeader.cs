using System.Buffers.Binary;

namespace Outrigger.Http.Http2;

/// <summary>The nine bytes before every payload (RFC 9113 section 4.1).</summary>
internal readonly record struct FrameHeader(int Length, FrameType Type, byte Flags, int StreamId)
{
    internal const int Bytes = 9;

    internal bool Has(byte flag) => (Flags & flag) != 0;

    /// <summary>Reads the first nine bytes; the reserved bit is ignored.</summary>
    internal static FrameHeader Read(ReadOnlySpan<byte> bytes)
    {
        uint lengthAndType = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        int streamId = (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]) & 0x7FFF_FFFF);
        return new FrameHeader((int)(lengthAndType >> 8), (FrameType)(byte)lengthAndType, bytes[4], streamId);
    }

    /// <summary>Writes the nine bytes.</summary>
    internal static void Write(Span<byte> destination, int length, FrameType type, byte flags, int streamId)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, ((uint)length << 8) | (byte)type);
        destination[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(destination[5..], streamId);
    }
}
