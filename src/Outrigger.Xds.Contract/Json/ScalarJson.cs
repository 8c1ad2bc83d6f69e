using System.Globalization;
using System.Text;
using System.Text.Json;
using Outrigger.Xds.Contract.Schema;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace Outrigger.Xds.Contract.Json;

/// <summary>Scalars in protobuf's JSON mapping.</summary>
internal static class ScalarJson
{
    /// <summary>Writes one value of a field that is neither a message nor a map.</summary>
    public static void Write(Utf8JsonWriter json, FieldSchema field, WireField value)
    {
        switch (field.Type)
        {
            case FieldType.String:
                json.WriteStringValue(Text(value.Payload.Span));
                break;
            case FieldType.Bytes:
                json.WriteBase64StringValue(value.Payload.Span);
                break;
            case FieldType.Bool:
                json.WriteBooleanValue(value.Number64 != 0);
                break;
            case FieldType.Enum:
                WriteEnum(json, field.EnumType, (int)value.Number64);
                break;
            case FieldType.Double:
                WriteNumber(json, BitConverter.UInt64BitsToDouble(value.Number64));
                break;
            case FieldType.Float:
                WriteNumber(json, BitConverter.UInt32BitsToSingle((uint)value.Number64));
                break;
            case FieldType.UInt32 or FieldType.Fixed32:
                json.WriteNumberValue((uint)value.Number64);
                break;
            case FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32:
                json.WriteNumberValue((int)Signed(field.Type, value.Number64));
                break;
            default:
                // Numbers of 64 bits are strings, because readers of JSON keep only 53 bits of a number.
                json.WriteStringValue(KeyText(field, value));
                break;
        }
    }

    /// <summary>The text of a map's key.</summary>
    public static string KeyText(FieldSchema field, WireField value) => field.Type switch
    {
        FieldType.String => Text(value.Payload.Span),
        FieldType.Bool => value.Number64 != 0 ? "true" : "false",
        FieldType.UInt32 or FieldType.Fixed32 =>
            ((uint)value.Number64).ToString(CultureInfo.InvariantCulture),
        FieldType.UInt64 or FieldType.Fixed64 => value.Number64.ToString(CultureInfo.InvariantCulture),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 =>
            ((int)Signed(field.Type, value.Number64)).ToString(CultureInfo.InvariantCulture),
        _ => Signed(field.Type, value.Number64).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Writes a real number; those that JSON does not know are strings.</summary>
    public static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(NotFinite(value));
        }
    }

    /// <summary>
    /// The text of bytes that should be UTF-8; what is not is shown by the replacement character.
    /// </summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static void WriteNumber(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(NotFinite(value));
        }
    }

    private static string NotFinite(double value) =>
        double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    private static void WriteEnum(Utf8JsonWriter json, EnumSchema type, int number)
    {
        if (type.FullName == "google.protobuf.NullValue")
        {
            json.WriteNullValue();
        }
        else if (type.FindValue(number) is { } known)
        {
            json.WriteStringValue(known.Name);
        }
        else
        {
            json.WriteNumberValue(number);
        }
    }

    private static long Signed(FieldType type, ulong bits) => type switch
    {
        FieldType.SInt32 or FieldType.SInt64 => (long)(bits >> 1) ^ -(long)(bits & 1),
        FieldType.SFixed32 => (int)bits,
        _ => (long)bits,
    };
}
