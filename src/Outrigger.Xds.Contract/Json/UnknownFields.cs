using Google.Protobuf;
using Outrigger.Xds.Contract.Schema;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Finds what a message from a peer says beyond the contract, so that it can be told to the user instead of
/// being dropped in silence. Works on bytes and schemas, through nested messages, maps and <c>Any</c>.
/// </summary>
public sealed class UnknownFields
{
    private readonly List<UnimplementedField> found = [];

    private UnknownFields()
    {
    }

    /// <summary>Lists the fields and types that the contract does not hold.</summary>
    /// <param name="message">The message's bytes, as they came from the peer.</param>
    /// <param name="type">The message's type.</param>
    /// <returns>
    /// One entry for each place, in the order of the bytes. Damaged bytes end the search where the damage is.
    /// </returns>
    public static IReadOnlyList<UnimplementedField> Find(ReadOnlyMemory<byte> message, MessageSchema type)
    {
        var search = new UnknownFields();
        search.SearchMessage(message, type, "", depth: 0);
        return search.found;
    }

    private void SearchMessage(ReadOnlyMemory<byte> bytes, MessageSchema type, string path, int depth)
    {
        if (depth > WireField.DepthMax)
        {
            return;
        }

        if (type.FullName == "google.protobuf.Any")
        {
            SearchAny(bytes, type, path, depth);
            return;
        }

        var occurrences = new List<WireField>();
        WireField.TryReadAll(bytes, occurrences);
        var indexes = new Dictionary<int, int>();
        foreach (WireField occurrence in occurrences)
        {
            int index = indexes[occurrence.Number] = indexes.GetValueOrDefault(occurrence.Number, -1) + 1;
            if (type.FindField(occurrence.Number) is { } field)
            {
                SearchField(field, occurrence, path, index, depth);
            }
            else if (index == 0)
            {
                string? name = UpstreamFacts.FieldName(type.FullName, occurrence.Number);
                string fieldPath = DocumentPath.Member(path, name ?? $"{occurrence.Number}");
                found.Add(new UnimplementedField(type.FullName, occurrence.Number, name, fieldPath));
            }
        }
    }

    private void SearchField(FieldSchema field, WireField occurrence, string parent, int index, int depth)
    {
        bool isMessage = field.Type == FieldType.Message
            && occurrence.WireType == WireFormat.WireType.LengthDelimited;
        if (!isMessage || WellKnownTypes.IsFreeForm(field.MessageType))
        {
            return;
        }

        string path = DocumentPath.Member(parent, field.Name);
        if (field.IsMap)
        {
            SearchEntry(field, occurrence.Payload, path, depth);
        }
        else
        {
            path = field.IsRepeated ? DocumentPath.Element(path, index) : path;
            SearchMessage(occurrence.Payload, field.MessageType, path, depth + 1);
        }
    }

    private void SearchEntry(FieldSchema field, ReadOnlyMemory<byte> entry, string path, int depth)
    {
        FieldSchema keyField = field.MessageType[1];
        FieldSchema valueField = field.MessageType[2];
        if (valueField.Type == FieldType.Message
            && !WellKnownTypes.IsFreeForm(valueField.MessageType)
            && WireMessage.TryRead(entry, field.MessageType) is { } pair)
        {
            string entryPath = DocumentPath.Entry(path, ScalarJson.KeyText(keyField, pair.Value(1)));
            SearchMessage(pair.Value(2).Payload, valueField.MessageType, entryPath, depth + 1);
        }
    }

    private void SearchAny(ReadOnlyMemory<byte> bytes, MessageSchema anyType, string path, int depth)
    {
        if (WireMessage.TryRead(bytes, anyType) is not { } any)
        {
            return;
        }

        string typeUrl = ScalarJson.Text(any.Value(1).Payload.Span);
        if (TypeRegistry.TryFindByUrl(typeUrl, out MessageSchema? type))
        {
            SearchMessage(any.Value(2).Payload, type, path, depth + 1);
        }
        else if (typeUrl.Length > 0)
        {
            found.Add(new UnimplementedField(TypeRegistry.NameOf(typeUrl), 0, null, path));
        }
    }
}
