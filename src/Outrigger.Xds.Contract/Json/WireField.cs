using System.Buffers.Binary;
using Google.Protobuf;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// One field as it lies in a message's bytes. For length-delimited fields <see cref="Payload"/> is the
/// content; for the others <see cref="Number64"/> holds the raw varint or fixed bits.
/// </summary>
internal readonly record struct WireField(
    int Number, WireFormat.WireType WireType, ulong Number64, ReadOnlyMemory<byte> Payload)
{
    /// <summary>
    /// Deeper nesting than this is refused, as by protobuf itself: hostile bytes must not eat the stack.
    /// </summary>
    public const int DepthMax = 100;

    /// <summary>Reads all fields of a message. Malformed bytes are an answer, not an exception.</summary>
    /// <param name="message">The message's bytes.</param>
    /// <param name="fields">Receives the fields in the order of the bytes.</param>
    /// <returns>Whether the bytes were well formed to their end.</returns>
    public static bool TryReadAll(ReadOnlyMemory<byte> message, List<WireField> fields)
    {
        int position = 0;
        while (position < message.Length)
        {
            if (!TryRead(message, ref position, out WireField field))
            {
                return false;
            }

            fields.Add(field);
        }

        return true;
    }

    /// <summary>Reads one varint and moves the position past it.</summary>
    public static bool TryReadVarint(ReadOnlySpan<byte> bytes, ref int position, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (position >= bytes.Length)
            {
                return false;
            }

            byte next = bytes[position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a little-endian number of four or eight bytes and moves the position past it.</summary>
    public static bool TryReadFixed(ReadOnlySpan<byte> bytes, ref int position, int size, out ulong value)
    {
        value = 0;
        if (bytes.Length - position < size)
        {
            return false;
        }

        value = size == 4
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[position..])
            : BinaryPrimitives.ReadUInt64LittleEndian(bytes[position..]);
        position += size;
        return true;
    }

    private static bool TryRead(ReadOnlyMemory<byte> message, ref int position, out WireField field)
    {
        field = default;
        ReadOnlySpan<byte> bytes = message.Span;
        if (!TryReadVarint(bytes, ref position, out ulong tag) || tag > uint.MaxValue || tag >> 3 == 0)
        {
            return false;
        }

        int number = (int)(tag >> 3);
        var wireType = (WireFormat.WireType)(tag & 7);
        switch (wireType)
        {
            case WireFormat.WireType.Varint when TryReadVarint(bytes, ref position, out ulong varint):
                field = new WireField(number, wireType, varint, default);
                return true;
            case WireFormat.WireType.Fixed64 when TryReadFixed(bytes, ref position, 8, out ulong fixed64):
                field = new WireField(number, wireType, fixed64, default);
                return true;
            case WireFormat.WireType.Fixed32 when TryReadFixed(bytes, ref position, 4, out ulong fixed32):
                field = new WireField(number, wireType, fixed32, default);
                return true;
            case WireFormat.WireType.LengthDelimited when TryReadVarint(bytes, ref position, out ulong length)
                    && length <= (ulong)(bytes.Length - position):
                field = new WireField(number, wireType, 0, message.Slice(position, (int)length));
                position += (int)length;
                return true;
            default:
                // Groups left protobuf before xDS began; their tags here mean damage.
                return false;
        }
    }
}
