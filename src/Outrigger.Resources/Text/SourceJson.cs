using System.Buffers;
using System.Text.Json;

namespace Outrigger.Resources.Text;

/// <summary>Turns trees into JSON values, for fields whose content has no schema.</summary>
internal static class SourceJson
{
    public static JsonElement ToElement(SourceNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(node, writer);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    public static void Write(SourceNode node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case SourceMapping mapping:
                writer.WriteStartObject();
                foreach (SourceEntry entry in mapping.Entries)
                {
                    writer.WritePropertyName(entry.Key.Text);
                    Write(entry.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case SourceSequence sequence:
                writer.WriteStartArray();
                foreach (SourceNode item in sequence.Items) Write(item, writer);
                writer.WriteEndArray();
                break;
            case SourceScalar scalar:
                WriteScalar(scalar, writer);
                break;
        }
    }

    private static void WriteScalar(SourceScalar scalar, Utf8JsonWriter writer)
    {
        if (scalar.Kind == ScalarKind.Null) writer.WriteNullValue();
        else if (scalar.Kind == ScalarKind.Boolean) writer.WriteBooleanValue(scalar.GetBoolean());
        else if (scalar.TryGetInteger(out decimal integer)) writer.WriteNumberValue(integer);
        else if (scalar.TryGetNumber(out double number) && double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else writer.WriteStringValue(scalar.Text);
    }
}
