using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Finds what a message from a peer says beyond the contract, so that it can be told to the user instead of
/// being dropped in silence. Works on bytes and descriptors, through nested messages, maps and <c>Any</c>.
/// </summary>
public sealed class UnknownFields
{
    private readonly TypeRegistry registry;
    private readonly List<UnimplementedField> found = [];

    private UnknownFields(TypeRegistry registry)
    {
        this.registry = registry;
    }

    /// <summary>Lists the fields and types that the contract does not hold.</summary>
    /// <param name="message">The message's bytes, as they came from the peer.</param>
    /// <param name="type">The message's type.</param>
    /// <param name="registry">
    /// The types inside <c>Any</c>; <see cref="TypeRegistry.Contract"/> when null.
    /// </param>
    /// <returns>
    /// One entry for each place, in the order of the bytes. Damaged bytes end the search where the damage is.
    /// </returns>
    public static IReadOnlyList<UnimplementedField> Find(
        ReadOnlyMemory<byte> message, MessageDescriptor type, TypeRegistry? registry = null)
    {
        var search = new UnknownFields(registry ?? TypeRegistry.Contract);
        search.SearchMessage(message, type, "", depth: 0);
        return search.found;
    }

    private void SearchMessage(ReadOnlyMemory<byte> bytes, MessageDescriptor type, string path, int depth)
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
            if (type.FindFieldByNumber(occurrence.Number) is { } field)
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

    private void SearchField(FieldDescriptor field, WireField occurrence, string parent, int index, int depth)
    {
        bool isMessage = field.FieldType == FieldType.Message
            && occurrence.WireType == WireFormat.WireType.LengthDelimited;
        if (!isMessage || field.MessageType.File.Name == "google/protobuf/struct.proto")
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

    private void SearchEntry(FieldDescriptor field, ReadOnlyMemory<byte> entry, string path, int depth)
    {
        FieldDescriptor keyField = field.MessageType.FindFieldByNumber(1);
        FieldDescriptor valueField = field.MessageType.FindFieldByNumber(2);
        if (valueField.FieldType == FieldType.Message
            && valueField.MessageType.File.Name != "google/protobuf/struct.proto"
            && WireMessage.TryRead(entry, field.MessageType) is { } pair)
        {
            string entryPath = DocumentPath.Entry(path, ScalarJson.KeyText(keyField, pair.Value(1)));
            SearchMessage(pair.Value(2).Payload, valueField.MessageType, entryPath, depth + 1);
        }
    }

    private void SearchAny(ReadOnlyMemory<byte> bytes, MessageDescriptor anyType, string path, int depth)
    {
        if (WireMessage.TryRead(bytes, anyType) is not { } any)
        {
            return;
        }

        string typeUrl = ScalarJson.Text(any.Value(1).Payload.Span);
        if (registry.TryFindByUrl(typeUrl, out MessageDescriptor? type))
        {
            SearchMessage(any.Value(2).Payload, type, path, depth + 1);
        }
        else if (typeUrl.Length > 0)
        {
            found.Add(new UnimplementedField(TypeRegistry.NameOf(typeUrl), 0, null, path));
        }
    }
}
