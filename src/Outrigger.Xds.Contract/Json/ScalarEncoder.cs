using Outrigger.Xds.Contract.Schema;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Encodes scalars of a document as protobuf does. A method that answers false has written nothing to the
/// buffer and one error to the log.
/// </summary>
internal sealed class ScalarEncoder(WireBuffer buffer, DocumentLog log)
{
    /// <summary>
    /// Encodes a field with its tag; leaves it out when its default stands for its absence.
    /// </summary>
    public void EncodeField(FieldSchema field, DocumentNode node, string path)
    {
        int start = buffer.Length;
        buffer.WriteTag(field.Number, FieldTypes.WireTypeOf(field.Type));
        int valueStart = buffer.Length;
        bool isEncoded = TryEncode(field, node, path);
        bool isDefault = !field.HasPresence && !field.IsRepeated && buffer.IsZero(valueStart);
        if (!isEncoded || isDefault)
        {
            buffer.Truncate(start);
        }
    }

    /// <summary>Encodes a map's key, which is a name in the document and so always text.</summary>
    public void EncodeKey(FieldSchema field, DocumentMember member, string path)
    {
        ScalarKind kind = field.Type == FieldType.Bool
            ? ScalarText.KindOf(member.Name)
            : ScalarKind.Text;
        EncodeField(field, new ScalarNode(member.Line, member.Column, member.Name, kind), path);
    }

    /// <summary>Encodes the value of a field, without its tag.</summary>
    public bool TryEncode(FieldSchema field, DocumentNode node, string path)
    {
        if (field.Type == FieldType.Enum)
        {
            return TryEncodeEnum(field.EnumType, node, path);
        }

        if (node is not ScalarNode scalar || scalar.Kind == ScalarKind.Null)
        {
            return Fail(node, path, ExpectedOf(field));
        }

        return field.Type switch
        {
            FieldType.String => TryEncodeString(scalar, path),
            FieldType.Bytes => TryEncodeBytes(scalar, path),
            FieldType.Bool => TryEncodeBoolean(scalar, path),
            FieldType.Double or FieldType.Float => TryEncodeReal(field, scalar, path),
            _ => TryEncodeInteger(field, scalar, path),
        };
    }

    /// <summary>What a field's value has to be, for messages.</summary>
    public static string ExpectedOf(FieldSchema field) => field.Type switch
    {
        FieldType.String => "a string",
        FieldType.Bytes => "bytes in base64",
        FieldType.Bool => "true or false",
        FieldType.Double or FieldType.Float => "a number",
        FieldType.Enum => $"a name of enum {field.EnumType.FullName}",
        FieldType.Message => $"a value of {field.MessageType.FullName}",
        _ => $"a whole number from {RangeOf(field.Type).Min} to {RangeOf(field.Type).Max}",
    };

    private static (Int128 Min, Int128 Max) RangeOf(FieldType type) => type switch
    {
        FieldType.UInt32 or FieldType.Fixed32 => (0, uint.MaxValue),
        FieldType.UInt64 or FieldType.Fixed64 => (0, ulong.MaxValue),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => (long.MinValue, long.MaxValue),
        _ => (int.MinValue, int.MaxValue),
    };

    private bool TryEncodeString(ScalarNode scalar, string path)
    {
        if (scalar.Kind != ScalarKind.Text)
        {
            return Fail(scalar, path, "a string", "; put it in quotes");
        }

        buffer.WriteString(scalar.Text);
        return true;
    }

    private bool TryEncodeBytes(ScalarNode scalar, string path)
    {
        if (scalar.Kind != ScalarKind.Text || !Base64Text.TryDecode(scalar.Text, out byte[] bytes))
        {
            return Fail(scalar, path, "bytes in base64");
        }

        buffer.WriteBytes(bytes);
        return true;
    }

    private bool TryEncodeBoolean(ScalarNode scalar, string path)
    {
        if (scalar.Kind != ScalarKind.Boolean)
        {
            return Fail(scalar, path, "true or false");
        }

        buffer.WriteVarint(scalar.Text[0] is 't' or 'T' ? 1UL : 0UL);
        return true;
    }

    private bool TryEncodeReal(FieldSchema field, ScalarNode scalar, string path)
    {
        if (scalar.Kind == ScalarKind.Boolean || !ScalarText.TryParseReal(scalar.Text, out double value))
        {
            return Fail(scalar, path, "a number");
        }

        bool isFloat = field.Type == FieldType.Float;
        bool tooBig = isFloat && double.IsFinite(value) && !float.IsFinite((float)value);
        bool overflow = double.IsInfinity(value) && char.IsAsciiDigit(scalar.Text[^1]);
        if (tooBig || overflow)
        {
            return Fail(scalar, path, isFloat ? "a float" : "a double", ", out of range");
        }

        if (isFloat)
        {
            buffer.WriteFixed32(BitConverter.SingleToUInt32Bits((float)value));
        }
        else
        {
            buffer.WriteFixed64(BitConverter.DoubleToUInt64Bits(value));
        }

        return true;
    }

    private bool TryEncodeInteger(FieldSchema field, ScalarNode scalar, string path)
    {
        (Int128 min, Int128 max) = RangeOf(field.Type);
        if (scalar.Kind == ScalarKind.Boolean || !ScalarText.TryParseInteger(scalar.Text, out Int128 value))
        {
            string hint = ScalarText.HasAmbiguousZero(scalar.Text) ? "; write octal as 0o" : "";
            return Fail(scalar, path, ExpectedOf(field), hint);
        }

        if (value < min || value > max)
        {
            return Fail(scalar, path, ExpectedOf(field), ", out of range");
        }

        WriteInteger(field.Type, (long)(ulong)(UInt128)value);
        return true;
    }

    private void WriteInteger(FieldType type, long value)
    {
        switch (type)
        {
            case FieldType.Fixed32 or FieldType.SFixed32:
                buffer.WriteFixed32((uint)value);
                break;
            case FieldType.Fixed64 or FieldType.SFixed64:
                buffer.WriteFixed64((ulong)value);
                break;
            case FieldType.SInt32 or FieldType.SInt64:
                buffer.WriteVarint((ulong)((value << 1) ^ (value >> 63)));
                break;
            default:
                buffer.WriteVarint((ulong)value);
                break;
        }
    }

    private bool TryEncodeEnum(EnumSchema type, DocumentNode node, string path)
    {
        EnumValueSchema? value = node switch
        {
            ScalarNode { Kind: ScalarKind.Null } when type.FullName == "google.protobuf.NullValue" =>
                type.Values[0],
            ScalarNode { Kind: ScalarKind.Integer } number =>
                ScalarText.TryParseInteger(number.Text, out Int128 known) && known == (int)known
                    ? type.FindValue((int)known)
                    : null,
            ScalarNode { Kind: ScalarKind.Text } name => type.FindValue(name.Text),
            _ => null,
        };
        if (value is null)
        {
            const int ListedMax = 8;
            string[] names = [.. type.Values.Select(each => each.Name)];
            string hint = node is ScalarNode { Kind: ScalarKind.Text } mistyped
                ? NearNames.Suggest(mistyped.Text, names)
                : "";
            hint = hint.Length == 0 && names.Length <= ListedMax ? $": {string.Join(", ", names)}" : hint;
            log.AddMismatch(node, path, $"a name of enum {type.FullName}{hint}");
            return false;
        }

        buffer.WriteVarint((ulong)value.Number);
        return true;
    }

    private bool Fail(DocumentNode node, string path, string expected, string hint = "")
    {
        log.AddMismatch(node, path, $"{expected}{hint}");
        return false;
    }
}
