using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Encodes a document as the bytes of a message, led by the message's descriptor. A part with an error is
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

    public MessageEncoder(WireBuffer buffer, DocumentLog log, TypeRegistry registry)
    {
        this.buffer = buffer;
        this.log = log;
        scalars = new ScalarEncoder(buffer, log);
        wellKnown = new WellKnownEncoder(this, scalars, buffer, log);
        any = new AnyEncoder(this, buffer, log, registry);
    }

    /// <summary>Encodes the whole document; an empty one is an empty message.</summary>
    public void EncodeRoot(DocumentNode root, MessageDescriptor type)
    {
        if (root is not ScalarNode { Kind: ScalarKind.Null } || type.FullName == "google.protobuf.Value")
        {
            EncodeMessage(root, type, "", depth: 0);
        }
    }

    /// <summary>Encodes a message's content, without tag and length.</summary>
    public void EncodeMessage(DocumentNode node, MessageDescriptor type, string path, int depth)
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
        IEnumerable<DocumentMember> members, MessageDescriptor type, string path, int depth)
    {
        var namesByField = new Dictionary<FieldDescriptor, string>();
        var namesByOneof = new Dictionary<OneofDescriptor, string>();
        foreach (DocumentMember member in members)
        {
            if (FieldOf(type, member.Name) is not { } field)
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
                EncodeField(field, member.Value, fieldPath, depth);
            }
        }
    }

    /// <summary>Encodes a nested message with its tag and length.</summary>
    public void EncodeNested(int number, DocumentNode node, MessageDescriptor type, string path, int depth)
    {
        buffer.WriteTag(number, WireFormat.WireType.LengthDelimited);
        int start = buffer.Length;
        EncodeMessage(node, type, path, depth + 1);
        buffer.InsertLength(start);
    }

    private static FieldDescriptor? FieldOf(MessageDescriptor type, string name) =>
        type.FindFieldByName(name)
        ?? type.Fields.InDeclarationOrder().FirstOrDefault(each => each.JsonName == name);

    // Null stands for "not set", but for the types that have a null of their own.
    private static bool IsUnset(FieldDescriptor field, DocumentNode node) =>
        node is ScalarNode { Kind: ScalarKind.Null } && (field.IsRepeated || !TakesNull(field));

    private static bool TakesNull(FieldDescriptor field) => field.FieldType switch
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
        FieldDescriptor field,
        DocumentMember member,
        string path,
        Dictionary<OneofDescriptor, string> namesByOneof)
    {
        if (field.RealContainingOneof is not { } oneof || namesByOneof.TryAdd(oneof, member.Name))
        {
            return true;
        }

        string names = $"\"{member.Name}\" and \"{namesByOneof[oneof]}\"";
        string members = string.Join(", ", oneof.Fields.Select(each => each.Name));
        log.AddError(
            member.Line, member.Column, path, $"{names} exclude each other, expected only one of {members}");
        return false;
    }

    private void ReportUnknown(DocumentMember member, MessageDescriptor type, string path)
    {
        string memberPath = DocumentPath.Member(path, member.Name);
        if (UpstreamFacts.TryFindField(type.FullName, member.Name, out int number, out string protoName))
        {
            log.AddUnimplemented(member, type, number, protoName, DocumentPath.Member(path, protoName));
            return;
        }

        string hint = NearNames.Suggest(
            member.Name, type.Fields.InDeclarationOrder().Select(field => field.Name));
        log.AddError(
            member.Line, member.Column, memberPath,
            $"found \"{member.Name}\", expected a field of {type.FullName}{hint}");
    }

    private void EncodeField(FieldDescriptor field, DocumentNode node, string path, int depth)
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

    private void EncodeList(FieldDescriptor field, SequenceNode sequence, string path, int depth)
    {
        bool packed = field.IsPacked && sequence.Items.Count > 0
            && FieldTypes.WireTypeOf(field.FieldType) != WireFormat.WireType.LengthDelimited;
        if (packed)
        {
            buffer.WriteTag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
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

    private void EncodeMap(FieldDescriptor field, MappingNode mapping, string path, int depth)
    {
        FieldDescriptor keyField = field.MessageType.FindFieldByNumber(1);
        FieldDescriptor valueField = field.MessageType.FindFieldByNumber(2);
        foreach (DocumentMember member in mapping.Members)
        {
            string entryPath = DocumentPath.Entry(path, member.Name);
            log.AddPosition(entryPath, member.Value.Line, member.Value.Column);
            buffer.WriteTag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
            int start = buffer.Length;
            buffer.WriteTag(1, FieldTypes.WireTypeOf(keyField.FieldType));
            if (!scalars.TryEncodeKey(keyField, member, entryPath))
            {
                buffer.Truncate(start);
            }

            EncodeOne(valueField, member.Value, entryPath, depth + 1);
            buffer.InsertLength(start);
        }
    }

    private void EncodeOne(FieldDescriptor field, DocumentNode node, string path, int depth)
    {
        if (node is ScalarNode { Kind: ScalarKind.Null } && !TakesNull(field))
        {
            log.AddError(node, path, $"found nothing, expected {ScalarEncoder.ExpectedOf(field)}");
        }
        else if (field.FieldType == FieldType.Message)
        {
            EncodeNested(field.FieldNumber, node, field.MessageType, path, depth);
        }
        else
        {
            int start = buffer.Length;
            buffer.WriteTag(field.FieldNumber, FieldTypes.WireTypeOf(field.FieldType));
            if (!scalars.TryEncode(field, node, path))
            {
                buffer.Truncate(start);
            }
        }
    }
}
