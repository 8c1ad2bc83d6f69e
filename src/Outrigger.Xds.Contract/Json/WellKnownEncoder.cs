using Google.Protobuf;
using Outrigger.Xds.Contract.Schema;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Encodes the messages of <c>google.protobuf</c> that have a JSON form of their own, all but <c>Any</c>.
/// </summary>
internal sealed class WellKnownEncoder(
    MessageEncoder messages, ScalarEncoder scalars, WireBuffer buffer, DocumentLog log)
{
    /// <summary>Encodes the content of a message if its type has a JSON form of its own.</summary>
    /// <returns>Whether the type is one of those; errors in the content are in the log.</returns>
    public bool TryEncode(DocumentNode node, MessageSchema type, string path, int depth)
    {
        if (WellKnownTypes.IsWrapper(type))
        {
            scalars.EncodeField(type[1], node, path);
            return true;
        }

        switch (type.FullName)
        {
            case "google.protobuf.Duration":
                EncodeDuration(node, path);
                return true;
            case "google.protobuf.Timestamp":
                EncodeTimestamp(node, path);
                return true;
            case "google.protobuf.FieldMask":
                EncodeFieldMask(node, path);
                return true;
            case "google.protobuf.Struct":
                EncodeStruct(node, type, path, depth);
                return true;
            case "google.protobuf.ListValue":
                EncodeList(node, type, path, depth);
                return true;
            case "google.protobuf.Value":
                EncodeValue(node, type, path, depth);
                return true;
            default:
                return false;
        }
    }

    private static string? TextOf(DocumentNode node) =>
        node is ScalarNode { Kind: ScalarKind.Text } scalar ? scalar.Text : null;

    private void EncodeDuration(DocumentNode node, string path)
    {
        if (TextOf(node) is { } text
            && TimeText.TryParseDuration(text, out long seconds, out int nanoseconds))
        {
            WriteTime(seconds, nanoseconds);
        }
        else
        {
            log.AddMismatch(node, path, "a duration in seconds such as 0.25s");
        }
    }

    private void EncodeTimestamp(DocumentNode node, string path)
    {
        if (TextOf(node) is { } text
            && TimeText.TryParseTimestamp(text, out long seconds, out int nanoseconds))
        {
            WriteTime(seconds, nanoseconds);
        }
        else
        {
            log.AddMismatch(node, path, "a time such as 2026-01-31T23:59:59Z");
        }
    }

    private void WriteTime(long seconds, int nanoseconds)
    {
        WriteNumber(1, seconds);
        WriteNumber(2, nanoseconds);
    }

    private void WriteNumber(int fieldNumber, long value)
    {
        if (value != 0)
        {
            buffer.WriteTag(fieldNumber, WireFormat.WireType.Varint);
            buffer.WriteVarint((ulong)value);
        }
    }

    private void EncodeFieldMask(DocumentNode node, string path)
    {
        if (TextOf(node) is not { } text || !FieldMaskText.TryParse(text, out List<string> fields))
        {
            log.AddMismatch(node, path, "fields such as \"name,loadAssignment\"");
            return;
        }

        foreach (string field in fields)
        {
            buffer.WriteTag(1, WireFormat.WireType.LengthDelimited);
            buffer.WriteString(field);
        }
    }

    private void EncodeStruct(DocumentNode node, MessageSchema type, string path, int depth)
    {
        if (node is not MappingNode mapping)
        {
            log.AddMismatch(node, path, "a mapping");
            return;
        }

        MessageSchema valueType = type[1].MessageType[2].MessageType;
        foreach (DocumentMember member in mapping.Members)
        {
            buffer.WriteTag(1, WireFormat.WireType.LengthDelimited);
            int start = buffer.Length;
            if (member.Name.Length > 0)
            {
                buffer.WriteTag(1, WireFormat.WireType.LengthDelimited);
                buffer.WriteString(member.Name);
            }

            string memberPath = DocumentPath.Member(path, member.Name);
            messages.EncodeNested(2, member.Value, valueType, memberPath, depth + 1);
            buffer.InsertLength(start);
        }
    }

    private void EncodeList(DocumentNode node, MessageSchema type, string path, int depth)
    {
        if (node is not SequenceNode sequence)
        {
            log.AddMismatch(node, path, "a list");
            return;
        }

        MessageSchema valueType = type[1].MessageType;
        for (int index = 0; index < sequence.Items.Count; index++)
        {
            string itemPath = DocumentPath.Element(path, index);
            messages.EncodeNested(1, sequence.Items[index], valueType, itemPath, depth);
        }
    }

    private void EncodeValue(DocumentNode node, MessageSchema type, string path, int depth)
    {
        // The fields of google.protobuf.Value, in struct.proto.
        int number = node switch
        {
            MappingNode => 5,
            SequenceNode => 6,
            ScalarNode { Kind: ScalarKind.Null } => 1,
            ScalarNode { Kind: ScalarKind.Boolean } => 4,
            ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Real } => 2,
            _ => 3,
        };
        FieldSchema field = type[number];
        if (field.Type == FieldType.Message)
        {
            messages.EncodeNested(number, node, field.MessageType, path, depth);
        }
        else
        {
            scalars.EncodeField(field, node, path);
        }
    }
}
