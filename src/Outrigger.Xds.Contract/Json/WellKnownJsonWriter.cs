using System.Text.Json;
using Outrigger.Xds.Contract.Schema;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Writes the messages of <c>google.protobuf</c> that have a JSON form of their own, all but <c>Any</c>.
/// Those whose numbers are out of range are left to be written field by field, so that the fault can be seen.
/// </summary>
internal sealed class WellKnownJsonWriter(Utf8JsonWriter json)
{
    /// <summary>
    /// Writes the message if its type has a JSON form of its own and its content fits that form.
    /// </summary>
    public bool TryWrite(WireMessage message, MessageSchema type, int depth)
    {
        if (WellKnownTypes.IsWrapper(type))
        {
            ScalarJson.Write(json, type[1], message.Value(1));
            return true;
        }

        switch (type.FullName)
        {
            case "google.protobuf.Duration":
                return TimeText.TryFormatDuration(
                    (long)message.Value(1).Number64, (int)message.Value(2).Number64, out string? duration)
                    && WriteString(duration);
            case "google.protobuf.Timestamp":
                return TimeText.TryFormatTimestamp(
                    (long)message.Value(1).Number64, (int)message.Value(2).Number64, out string? time)
                    && WriteString(time);
            case "google.protobuf.FieldMask":
                return FieldMaskText.TryFormat(PathsOf(message), out string mask) && WriteString(mask);
            case "google.protobuf.Struct":
                WriteStruct(message, type, depth);
                return true;
            case "google.protobuf.ListValue":
                WriteList(message, type, depth);
                return true;
            case "google.protobuf.Value":
                WriteValue(message, type, depth);
                return true;
            default:
                return false;
        }
    }

    private static List<string> PathsOf(WireMessage mask)
    {
        var paths = new List<string>();
        foreach (WireField path in mask.Values(1))
        {
            paths.Add(ScalarJson.Text(path.Payload.Span));
        }

        return paths;
    }

    private bool WriteString(string text)
    {
        json.WriteStringValue(text);
        return true;
    }

    private void WriteStruct(WireMessage message, MessageSchema type, int depth)
    {
        MessageSchema entryType = type[1].MessageType;
        var members = new OrderedDictionary<string, ReadOnlyMemory<byte>>();
        foreach (WireField entry in message.Values(1))
        {
            if (WireMessage.TryRead(entry.Payload, entryType) is { } pair)
            {
                members[ScalarJson.Text(pair.Value(1).Payload.Span)] = pair.Value(2).Payload;
            }
        }

        json.WriteStartObject();
        foreach ((string name, ReadOnlyMemory<byte> value) in members)
        {
            json.WritePropertyName(name);
            WriteNested(value, entryType[2].MessageType, depth);
        }

        json.WriteEndObject();
    }

    private void WriteList(WireMessage message, MessageSchema type, int depth)
    {
        json.WriteStartArray();
        foreach (WireField element in message.Values(1))
        {
            WriteNested(element.Payload, type[1].MessageType, depth);
        }

        json.WriteEndArray();
    }

    private void WriteValue(WireMessage message, MessageSchema type, int depth)
    {
        FieldSchema? kind = message.Fields.FirstOrDefault();
        WireField value = kind is null ? default : message.Value(kind.Number);
        if (kind is null)
        {
            json.WriteNullValue();
        }
        else if (kind.Type == FieldType.Message)
        {
            WriteNested(value.Payload, kind.MessageType, depth);
        }
        else
        {
            ScalarJson.Write(json, kind, value);
        }
    }

    private void WriteNested(ReadOnlyMemory<byte> bytes, MessageSchema type, int depth)
    {
        if (depth < WireField.DepthMax && WireMessage.TryRead(bytes, type) is { } message)
        {
            TryWrite(message, type, depth + 1);
        }
        else
        {
            json.WriteBase64StringValue(bytes.Span);
        }
    }
}
