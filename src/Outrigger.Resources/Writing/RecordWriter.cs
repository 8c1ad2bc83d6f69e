using System.Collections;
using System.Globalization;
using System.Text.Json;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Writing;

/// <summary>Writes records as JSON, leaving out what is not set.</summary>
internal static class RecordWriter
{
    public static void Write(object record, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteFields(record, writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes a record's fields into an object that is already begun.</summary>
    public static void WriteFields(object record, Utf8JsonWriter writer)
    {
        foreach (FieldSchema field in RecordSchema.Of(record.GetType()).Fields)
        {
            object? value = field.Property.GetValue(record);
            if (value is null || IsEmpty(value, field.Value.Kind)) continue;
            writer.WritePropertyName(field.Name);
            WriteValue(value, field.Value, writer);
        }
    }

    private static bool IsEmpty(object value, ValueKind kind) => kind switch
    {
        ValueKind.List or ValueKind.Map => !((IEnumerable)value).GetEnumerator().MoveNext(),
        _ => false,
    };

    private static void WriteValue(object value, ValueSchema schema, Utf8JsonWriter writer)
    {
        switch (schema.Kind)
        {
            case ValueKind.Record:
                Write(value, writer);
                break;
            case ValueKind.List:
                writer.WriteStartArray();
                foreach (object item in (IEnumerable)value) WriteValue(item, schema.Item!, writer);
                writer.WriteEndArray();
                break;
            case ValueKind.Map:
                WriteMap((IEnumerable)value, schema.Item!, writer);
                break;
            case ValueKind.Untyped:
                ((JsonElement)value).WriteTo(writer);
                break;
            case ValueKind.Boolean:
                writer.WriteBooleanValue((bool)value);
                break;
            case ValueKind.Integer:
                writer.WriteNumberValue(Convert.ToDecimal(value, CultureInfo.InvariantCulture));
                break;
            case ValueKind.Number:
                writer.WriteNumberValue((double)value);
                break;
            case ValueKind.IntOrString when (IntOrString)value is { IsNumber: true } number:
                writer.WriteNumberValue(number.Number);
                break;
            default:
                writer.WriteStringValue(TextOf(value, schema));
                break;
        }
    }

    private static void WriteMap(IEnumerable map, ValueSchema item, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (object entry in map)
        {
            Type type = entry.GetType();
            writer.WritePropertyName((string)type.GetProperty("Key")!.GetValue(entry)!);
            WriteValue(type.GetProperty("Value")!.GetValue(entry)!, item, writer);
        }

        writer.WriteEndObject();
    }

    private static string TextOf(object value, ValueSchema schema) => schema.Kind switch
    {
        ValueKind.Enumeration => schema.Enumeration!.NameOf(value),
        ValueKind.Duration => Durations.Format((TimeSpan)value),
        ValueKind.Timestamp => ((DateTimeOffset)value).UtcDateTime.ToString(
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        ValueKind.Bytes => Convert.ToBase64String(((ReadOnlyMemory<byte>)value).Span),
        _ => value.ToString()!,
    };
}
