using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Outrigger.Xds.Contract.Schema;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Writes protobuf messages as JSON (protobuf's ProtoJSON mapping) from their bytes and schemas. Unlike
/// <see cref="JsonFormatter"/> it needs no reflection, so it works under NativeAOT; and it never fails: an
/// <c>Any</c> of an unknown type, and bytes that cannot be read, are written as base64.
/// </summary>
public sealed class ProtoJsonWriter
{
    private readonly Utf8JsonWriter json;
    private readonly ProtoJsonOptions options;
    private readonly WellKnownJsonWriter wellKnown;

    private ProtoJsonWriter(Utf8JsonWriter json, ProtoJsonOptions options)
    {
        this.json = json;
        this.options = options;
        wellKnown = new WellKnownJsonWriter(json);
    }

    /// <summary>The JSON text of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="options">How to write; <see cref="ProtoJsonOptions.Compact"/> when null.</param>
    /// <returns>One JSON value.</returns>
    /// <exception cref="ArgumentException">The message is not of the contract.</exception>
    public static string ToJson(IMessage message, ProtoJsonOptions? options = null) =>
        ToJson(message.ToByteArray(), TypeRegistry.Of(message.GetType()), options);

    /// <summary>The JSON text of a message, given as bytes.</summary>
    /// <param name="message">The message's bytes.</param>
    /// <param name="type">The message's type.</param>
    /// <param name="options">How to write; <see cref="ProtoJsonOptions.Compact"/> when null.</param>
    /// <returns>One JSON value.</returns>
    public static string ToJson(
        ReadOnlyMemory<byte> message, MessageSchema type, ProtoJsonOptions? options = null)
    {
        options ??= ProtoJsonOptions.Compact;
        var buffer = new ArrayBufferWriter<byte>();
        using (Utf8JsonWriter json = CreateJsonWriter(buffer, options))
        {
            Write(json, message, type, options);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a message as one JSON value, for instance inside a larger document.</summary>
    /// <param name="json">Where to write. Its own settings decide about indentation.</param>
    /// <param name="message">The message's bytes.</param>
    /// <param name="type">The message's type.</param>
    /// <param name="options">How to name fields; <see cref="ProtoJsonOptions.Compact"/> when null.</param>
    public static void Write(
        Utf8JsonWriter json,
        ReadOnlyMemory<byte> message,
        MessageSchema type,
        ProtoJsonOptions? options = null) =>
        new ProtoJsonWriter(json, options ?? ProtoJsonOptions.Compact).WriteMessage(message, type, depth: 0);

    // The text is for people and tools, never pasted into HTML, so quotes and angle brackets may stay
    // readable.
    private static Utf8JsonWriter CreateJsonWriter(IBufferWriter<byte> buffer, ProtoJsonOptions options) =>
        new(buffer, new JsonWriterOptions
        {
            Indented = options.Indented,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = WireField.DepthMax * 4,
        });

    private void WriteMessage(ReadOnlyMemory<byte> bytes, MessageSchema type, int depth)
    {
        if (depth > WireField.DepthMax || WireMessage.TryRead(bytes, type) is not { } message)
        {
            WriteUnreadable(bytes.Span);
        }
        else if (type.FullName == "google.protobuf.Any")
        {
            WriteAny(message, depth);
        }
        else if (!wellKnown.TryWrite(message, type, depth))
        {
            json.WriteStartObject();
            WriteFields(message, depth);
            json.WriteEndObject();
        }
    }

    private void WriteFields(WireMessage message, int depth)
    {
        foreach (FieldSchema field in message.Fields)
        {
            WireField value = message.Value(field.Number);
            if (!field.IsRepeated && !field.HasPresence && value is { Number64: 0, Payload.Length: 0 })
            {
                continue;
            }

            json.WritePropertyName(options.ProtoNames ? field.Name : field.JsonName);
            if (field.IsMap)
            {
                WriteMap(message, field, depth);
            }
            else if (field.IsRepeated)
            {
                json.WriteStartArray();
                foreach (WireField element in message.Values(field.Number))
                {
                    WriteValue(message.Type, field, element, depth);
                }

                json.WriteEndArray();
            }
            else
            {
                WriteValue(message.Type, field, value, depth);
            }
        }
    }

    private void WriteValue(MessageSchema message, FieldSchema field, WireField value, int depth)
    {
        if (options.RedactsSecrets && SecretFields.Contains(message.FullName, field.Name))
        {
            WriteRedacted(value.Payload, field.MessageType);
        }
        else
        {
            WriteValue(field, value, depth);
        }
    }

    private void WriteRedacted(ReadOnlyMemory<byte> dataSource, MessageSchema type)
    {
        json.WriteStartObject();
        WireMessage? source = WireMessage.TryRead(dataSource, type);
        foreach (FieldSchema field in source?.Fields ?? [])
        {
            json.WritePropertyName(options.ProtoNames ? field.Name : field.JsonName);
            switch (field.Number)
            {
                case SecretFields.InlineBytesNumber:
                    json.WriteBase64StringValue(Encoding.UTF8.GetBytes(SecretFields.Replacement));
                    break;
                case SecretFields.InlineStringNumber:
                    json.WriteStringValue(SecretFields.Replacement);
                    break;
                default:
                    WriteValue(field, source!.Value(field.Number), depth: 0);
                    break;
            }
        }

        json.WriteEndObject();
    }

    private void WriteUnreadable(ReadOnlySpan<byte> bytes)
    {
        if (options.RedactsSecrets)
        {
            json.WriteStringValue(SecretFields.Replacement);
        }
        else
        {
            json.WriteBase64StringValue(bytes);
        }
    }

    private void WriteMap(WireMessage message, FieldSchema field, int depth)
    {
        FieldSchema keyField = field.MessageType[1];
        FieldSchema valueField = field.MessageType[2];
        var entries = new OrderedDictionary<string, WireField>();
        foreach (WireField entry in message.Values(field.Number))
        {
            if (WireMessage.TryRead(entry.Payload, field.MessageType) is { } pair)
            {
                entries[ScalarJson.KeyText(keyField, pair.Value(1))] = pair.Value(2);
            }
        }

        json.WriteStartObject();
        foreach ((string key, WireField value) in entries)
        {
            json.WritePropertyName(key);
            WriteValue(valueField, value, depth);
        }

        json.WriteEndObject();
    }

    private void WriteValue(FieldSchema field, WireField value, int depth)
    {
        if (field.Type == FieldType.Message)
        {
            WriteMessage(value.Payload, field.MessageType, depth + 1);
        }
        else
        {
            ScalarJson.Write(json, field, value);
        }
    }

    private void WriteAny(WireMessage any, int depth)
    {
        string typeUrl = ScalarJson.Text(any.Value(1).Payload.Span);
        ReadOnlyMemory<byte> value = any.Value(2).Payload;
        json.WriteStartObject();
        if (typeUrl.Length > 0 || value.Length > 0)
        {
            json.WriteString("@type", typeUrl);
            WriteAnyContent(typeUrl, value, depth);
        }

        json.WriteEndObject();
    }

    private void WriteAnyContent(string typeUrl, ReadOnlyMemory<byte> value, int depth)
    {
        if (depth >= WireField.DepthMax
            || !TypeRegistry.TryFindByUrl(typeUrl, out MessageSchema? type)
            || WireMessage.TryRead(value, type) is not { } message)
        {
            json.WritePropertyName("value");
            WriteUnreadable(value.Span);
        }
        else if (WellKnownTypes.HasOwnJson(type))
        {
            json.WritePropertyName("value");
            WriteMessage(value, type, depth + 1);
        }
        else
        {
            WriteFields(message, depth + 1);
        }
    }
}
