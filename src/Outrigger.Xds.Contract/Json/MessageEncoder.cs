using Google.Protobuf;
using Outrigger.Xds.Contract.Schema;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Encodes a document as the bytes of a message, led by the message's schema, as protobuf itself would
/// write it: equal configurations are equal bytes, whatever the order of the document. A part with an error is
/// left out and the rest goes on, so that all errors are found at once.
/// </summary>
internal sealed class MessageEncoder
{
    // Aliases can make a small file stand for an enormous one; no honest configuration comes near this.
    private const int NodesMax = 2_000_000;

    private readonly WireBuffer buffer;
    private readonly DocumentLog log;
    private readonly ScalarEncoder scalars;
    private readonly WellKnownEncoder wellKnown;
    private readonly AnyEncoder any;
    private int nodeCount;

    public MessageEncoder(WireBuffer buffer, DocumentLog log)
    {
        this.buffer = buffer;
        this.log = log;
        scalars = new ScalarEncoder(buffer, log);
        wellKnown = new WellKnownEncoder(this, scalars, buffer, log);
        any = new AnyEncoder(this, buffer, log);
    }

    /// <summary>Encodes the whole document; an empty one is an empty message.</summary>
    public void EncodeRoot(DocumentNode root, MessageSchema type)
    {
        if (root is not ScalarNode { Kind: ScalarKind.Null } || type.FullName == "google.protobuf.Value")
        {
            EncodeMessage(root, type, "", depth: 0);
        }
    }

    /// <summary>Encodes a message's content, without tag and length.</summary>
    public void EncodeMessage(DocumentNode node, MessageSchema type, string path, int depth)
    {
        if (!CountNode(node, path, depth))
        {
            return;
        }

        if (type.FullName == "google.protobuf.Any")
        {
            any.Encode(node, path, depth);
        }
        else if (wellKnown.TryEncode(node, type, path, depth))
        {
            return;
        }
        else if (node is MappingNode mapping)
        {
            EncodeFields(mapping.Members, type, path, depth);
        }
        else
        {
            log.AddMismatch(
                node, path, $"a mapping with the fields of {type.FullName}");
        }
    }

    /// <summary>Encodes the fields of a message from the members of a mapping.</summary>
    public void EncodeFields(
        IEnumerable<DocumentMember> members, MessageSchema type, string path, int depth)
    {
        var namesByField = new Dictionary<FieldSchema, string>();
        var namesByOneof = new Dictionary<OneofSchema, string>();
        var present = new List<(FieldSchema Field, DocumentMember Member)>();
        foreach (DocumentMember member in members)
        {
            if (type.FindField(member.Name) is not { } field)
            {
                ReportUnknown(member, type, path);
                continue;
            }

            string fieldPath = DocumentPath.Member(path, field.Name);
            if (!namesByField.TryAdd(field, member.Name))
            {
                string names = $"\"{member.Name}\" and \"{namesByField[field]}\"";
                log.AddError(
                    member.Line, member.Column, fieldPath, $"{names} are the same field, expected it once");
            }
            else if (!IsUnset(field, member.Value) && IsFirstOfOneof(field, member, fieldPath, namesByOneof))
            {
                log.AddPosition(fieldPath, member.Value.Line, member.Value.Column);
                present.Add((field, member));
            }
        }

        foreach ((FieldSchema field, DocumentMember member) in present.OrderBy(each => each.Field.Number))
        {
            EncodeField(field, member.Value, DocumentPath.Member(path, field.Name), depth);
        }
    }

    /// <summary>Encodes a nested message with its tag and length.</summary>
    public void EncodeNested(int number, DocumentNode node, MessageSchema type, string path, int depth)
    {
        buffer.WriteTag(number, WireFormat.WireType.LengthDelimited);
        int start = buffer.Length;
        EncodeMessage(node, type, path, depth + 1);
        buffer.InsertLength(start);
    }

    // Null stands for "not set", but for the types that have a null of their own.
    private static bool IsUnset(FieldSchema field, DocumentNode node) =>
        node is ScalarNode { Kind: ScalarKind.Null } && (field.IsRepeated || !TakesNull(field));

    private static bool TakesNull(FieldSchema field) => field.Type switch
    {
        FieldType.Message => field.MessageType.FullName == "google.protobuf.Value",
        FieldType.Enum => field.EnumType.FullName == "google.protobuf.NullValue",
        _ => false,
    };

    private bool CountNode(DocumentNode node, string path, int depth)
    {
        // The parser of the bytes stops at a hundred levels, and a struct has up to three of them for each of
        // ours.
        const int DepthReserve = 4;
        if (depth > WireField.DepthMax - DepthReserve)
        {
            log.AddError(node, path, "nested too deeply for a protobuf message");
            return false;
        }

        nodeCount++;
        if (nodeCount == NodesMax)
        {
            log.AddError(
                node, path, $"the document is more than {NodesMax} values once aliases are followed");
        }

        return nodeCount < NodesMax;
    }

    private bool IsFirstOfOneof(
        FieldSchema field,
        DocumentMember member,
        string path,
        Dictionary<OneofSchema, string> namesByOneof)
    {
        if (field.Oneof is not { } oneof || namesByOneof.TryAdd(oneof, member.Name))
        {
            return true;
        }

        string names = $"\"{member.Name}\" and \"{namesByOneof[oneof]}\"";
        string members = string.Join(", ", oneof.Fields.Select(each => each.Name));
        log.AddError(
            member.Line, member.Column, path, $"{names} exclude each other, expected only one of {members}");
        return false;
    }

    private void ReportUnknown(DocumentMember member, MessageSchema type, string path)
    {
        string memberPath = DocumentPath.Member(path, member.Name);
        if (UpstreamFacts.TryFindField(type.FullName, member.Name, out int number, out string protoName))
        {
            log.AddUnimplemented(member, type, number, protoName, DocumentPath.Member(path, protoName));
            return;
        }

        string hint = NearNames.Suggest(
            member.Name, type.Fields.Select(field => field.Name));
        log.AddError(
            member.Line, member.Column, memberPath,
            $"found \"{member.Name}\", expected a field of {type.FullName}{hint}");
    }

    private void EncodeField(FieldSchema field, DocumentNode node, string path, int depth)
    {
        switch (node)
        {
            case MappingNode mapping when field.IsMap:
                EncodeMap(field, mapping, path, depth);
                break;
            case SequenceNode sequence when field.IsRepeated && !field.IsMap:
                EncodeList(field, sequence, path, depth);
                break;
            case var _ when field.IsMap:
                log.AddMismatch(node, path, "a mapping");
                break;
            case var _ when field.IsRepeated:
                string element = ScalarEncoder.ExpectedOf(field);
                log.AddMismatch(node, path, $"a list, each element {element}");
                break;
            default:
                EncodeOne(field, node, path, depth);
                break;
        }
    }

    private void EncodeList(FieldSchema field, SequenceNode sequence, string path, int depth)
    {
        bool packed = field.IsPacked && sequence.Items.Count > 0;
        if (packed)
        {
            buffer.WriteTag(field.Number, WireFormat.WireType.LengthDelimited);
        }

        int start = buffer.Length;
        for (int index = 0; index < sequence.Items.Count; index++)
        {
            DocumentNode item = sequence.Items[index];
            string itemPath = DocumentPath.Element(path, index);
            log.AddPosition(itemPath, item.Line, item.Column);
            if (packed)
            {
                scalars.TryEncode(field, item, itemPath);
            }
            else
            {
                EncodeOne(field, item, itemPath, depth);
            }
        }

        if (packed)
        {
            buffer.InsertLength(start);
        }
    }

    private void EncodeMap(FieldSchema field, MappingNode mapping, string path, int depth)
    {
        FieldSchema keyField = field.MessageType[1];
        FieldSchema valueField = field.MessageType[2];
        foreach (DocumentMember member in mapping.Members)
        {
            string entryPath = DocumentPath.Entry(path, member.Name);
            log.AddPosition(entryPath, member.Value.Line, member.Value.Column);
            buffer.WriteTag(field.Number, WireFormat.WireType.LengthDelimited);
            int start = buffer.Length;
            scalars.EncodeKey(keyField, member, entryPath);
            EncodeOne(valueField, member.Value, entryPath, depth + 1);
            buffer.InsertLength(start);
        }
    }

    private void EncodeOne(FieldSchema field, DocumentNode node, string path, int depth)
    {
        if (node is ScalarNode { Kind: ScalarKind.Null } && !TakesNull(field))
        {
            log.AddError(node, path, $"found nothing, expected {ScalarEncoder.ExpectedOf(field)}");
        }
        else if (field.Type == FieldType.Message)
        {
            EncodeNested(field.Number, node, field.MessageType, path, depth);
        }
        else
        {
            scalars.EncodeField(field, node, path);
        }
    }
}
