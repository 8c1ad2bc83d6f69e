using Google.Protobuf;
using Outrigger.Xds.Contract.Schema;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Encodes <c>google.protobuf.Any</c>: a mapping whose member <c>@type</c> says what its other members are.
/// </summary>
internal sealed class AnyEncoder(MessageEncoder messages, WireBuffer buffer, DocumentLog log)
{
    private const string TypeName = "@type";
    private const string ValueName = "value";

    /// <summary>Encodes the content of an <c>Any</c>.</summary>
    public void Encode(DocumentNode node, string path, int depth)
    {
        if (node is not MappingNode mapping)
        {
            log.AddMismatch(node, path, $"a mapping with \"{TypeName}\"");
        }
        else if (mapping.Members.Count > 0 && TryReadTypeUrl(mapping, path, out string typeUrl))
        {
            EncodeContent(mapping, typeUrl, path, depth);
        }
    }

    private static DocumentMember MemberOf(MappingNode mapping, string name) =>
        mapping.Members.FirstOrDefault(member => member.Name == name);

    private bool TryReadTypeUrl(MappingNode mapping, string path, out string typeUrl)
    {
        typeUrl = "";
        if (MemberOf(mapping, TypeName).Value is not { } node)
        {
            log.AddError(
                mapping, path, $"found no \"{TypeName}\", expected the type URL of the content under it");
            return false;
        }

        if (node is not ScalarNode { Kind: ScalarKind.Text } scalar || !scalar.Text.Contains('/'))
        {
            string expected = "a type URL such as type.googleapis.com/google.protobuf.Struct";
            log.AddMismatch(node, DocumentPath.Member(path, TypeName), expected);
            return false;
        }

        typeUrl = scalar.Text;
        return true;
    }

    private void EncodeContent(MappingNode mapping, string typeUrl, string path, int depth)
    {
        buffer.WriteTag(1, WireFormat.WireType.LengthDelimited);
        buffer.WriteString(typeUrl);
        if (!TypeRegistry.TryFindByUrl(typeUrl, out MessageSchema? type))
        {
            EncodeUnknown(mapping, TypeRegistry.NameOf(typeUrl), path);
            return;
        }

        int tagStart = buffer.Length;
        buffer.WriteTag(2, WireFormat.WireType.LengthDelimited);
        int start = buffer.Length;
        IEnumerable<DocumentMember> members = mapping.Members.Where(member => member.Name != TypeName);
        if (WellKnownTypes.HasOwnJson(type))
        {
            EncodeOwnJson(mapping, members, type, path, depth);
        }
        else
        {
            messages.EncodeFields(members, type, path, depth + 1);
        }

        if (buffer.Length == start)
        {
            // No bytes are the default, which is written as nothing.
            buffer.Truncate(tagStart);
        }
        else
        {
            buffer.InsertLength(start);
        }
    }

    private void EncodeOwnJson(
        MappingNode mapping,
        IEnumerable<DocumentMember> members,
        MessageSchema type,
        string path,
        int depth)
    {
        string valuePath = DocumentPath.Member(path, ValueName);
        if (MemberOf(mapping, ValueName).Value is { } value)
        {
            messages.EncodeMessage(value, type, valuePath, depth + 1);
        }
        else
        {
            log.AddError(
                mapping, valuePath, $"found no \"{ValueName}\", expected the {type.FullName} under it");
        }

        foreach (DocumentMember other in members.Where(member => member.Name != ValueName))
        {
            log.AddError(
                other.Line, other.Column, DocumentPath.Member(path, other.Name),
                $"found \"{other.Name}\", expected only \"{ValueName}\" beside \"{TypeName}\"");
        }
    }

    // A type that upstream has passes with its name alone, or with the bytes that our own writer shows for
    // it.
    private void EncodeUnknown(MappingNode mapping, string typeName, string path)
    {
        DocumentNode node = MemberOf(mapping, TypeName).Value;
        if (!UpstreamFacts.HasMessage(typeName))
        {
            string hint = NearNames.Suggest(typeName, TypeRegistry.MessageNames);
            log.AddError(
                node,
                DocumentPath.Member(path, TypeName),
                $"found \"{typeName}\", expected a known message{hint}");
            return;
        }

        log.AddUnimplemented(node, typeName, path);
        bool bytesOnly = mapping.Members.Count == 2;
        if (bytesOnly && MemberOf(mapping, ValueName).Value is ScalarNode { Kind: ScalarKind.Text } text
            && Base64Text.TryDecode(text.Text, out byte[] bytes))
        {
            buffer.WriteTag(2, WireFormat.WireType.LengthDelimited);
            buffer.WriteBytes(bytes);
        }
    }
}
