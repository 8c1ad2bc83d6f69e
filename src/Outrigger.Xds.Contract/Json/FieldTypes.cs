using Google.Protobuf;
using Outrigger.Xds.Contract.Schema;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace Outrigger.Xds.Contract.Json;

/// <summary>What each type of field looks like on the wire (protobuf's encoding guide).</summary>
internal static class FieldTypes
{
    /// <summary>The wire type of one value; a packed list of values is length-delimited instead.</summary>
    public static WireFormat.WireType WireTypeOf(FieldType type) => type switch
    {
        FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64 => WireFormat.WireType.Fixed64,
        FieldType.Float or FieldType.Fixed32 or FieldType.SFixed32 => WireFormat.WireType.Fixed32,
        FieldType.String or FieldType.Bytes or FieldType.Message => WireFormat.WireType.LengthDelimited,
        FieldType.Group => WireFormat.WireType.StartGroup,
        _ => WireFormat.WireType.Varint,
    };

    /// <summary>
    /// Adds the values of one occurrence of a field to a list, unpacking them when they came packed.
    /// </summary>
    /// <returns>
    /// False when the occurrence is not one of this field: the wire type differs, or the packed bytes are
    /// damaged.
    /// </returns>
    public static bool TryUnpack(FieldSchema field, WireField occurrence, List<WireField> values)
    {
        WireFormat.WireType expected = WireTypeOf(field.Type);
        if (occurrence.WireType == expected)
        {
            values.Add(occurrence);
            return true;
        }

        bool packed = field.IsRepeated && occurrence.WireType == WireFormat.WireType.LengthDelimited;
        return packed && TryUnpack(field.Number, expected, occurrence.Payload.Span, values);
    }

    private static bool TryUnpack(
        int number, WireFormat.WireType wireType, ReadOnlySpan<byte> packed, List<WireField> values)
    {
        int position = 0;
        while (position < packed.Length)
        {
            bool read = wireType switch
            {
                WireFormat.WireType.Varint =>
                    WireField.TryReadVarint(packed, ref position, out ulong varint) && Add(varint),
                WireFormat.WireType.Fixed32 =>
                    WireField.TryReadFixed(packed, ref position, 4, out ulong fixed32) && Add(fixed32),
                WireFormat.WireType.Fixed64 =>
                    WireField.TryReadFixed(packed, ref position, 8, out ulong fixed64) && Add(fixed64),
                _ => false,
            };
            if (!read)
            {
                return false;
            }
        }

        return true;

        bool Add(ulong number64)
        {
            values.Add(new WireField(number, wireType, number64, default));
            return true;
        }
    }
}
