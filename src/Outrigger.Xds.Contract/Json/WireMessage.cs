using System.Runtime.InteropServices;
using Outrigger.Xds.Contract.Schema;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// A message's bytes sorted by field: what protobuf's parser would have kept, without a generated class and
/// without reflection. The last occurrence of a single value wins, occurrences of a single message are
/// merged, and of a oneof only the last member stays.
/// </summary>
internal sealed class WireMessage
{
    private readonly Dictionary<int, List<WireField>> values = [];
    private readonly MessageSchema type;

    private WireMessage(MessageSchema type)
    {
        this.type = type;
    }

    /// <summary>What the message is.</summary>
    public MessageSchema Type => type;

    /// <summary>The fields that are present, in the order in which the message declares them.</summary>
    public IEnumerable<FieldSchema> Fields =>
        values.Keys.Select(number => type[number]).OrderBy(present => present.Index);

    /// <summary>Reads a message's bytes.</summary>
    /// <returns>The message, or null when the bytes are damaged.</returns>
    public static WireMessage? TryRead(ReadOnlyMemory<byte> bytes, MessageSchema type)
    {
        var occurrences = new List<WireField>();
        if (!WireField.TryReadAll(bytes, occurrences))
        {
            return null;
        }

        var message = new WireMessage(type);
        foreach (WireField occurrence in occurrences)
        {
            message.Add(occurrence);
        }

        return message;
    }

    /// <summary>All values of a repeated field, the entries of a map, or no value at all.</summary>
    public ReadOnlySpan<WireField> Values(int number) =>
        values.TryGetValue(number, out List<WireField>? found) ? CollectionsMarshal.AsSpan(found) : default;

    /// <summary>
    /// The one value of a field that is not repeated; its type's default when it is absent.
    /// </summary>
    public WireField Value(int number)
    {
        ReadOnlySpan<WireField> found = Values(number);
        return found.IsEmpty ? default : found[^1];
    }

    private void Add(WireField occurrence)
    {
        if (type.FindField(occurrence.Number) is not { } field)
        {
            return;
        }

        var unpacked = new List<WireField>();
        if (!FieldTypes.TryUnpack(field, occurrence, unpacked) || unpacked.Count == 0)
        {
            return;
        }

        if (field.Oneof is { } oneof)
        {
            foreach (FieldSchema other in oneof.Fields.Where(other => other != field))
            {
                values.Remove(other.Number);
            }
        }

        ref List<WireField>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(
            values, field.Number, out bool present);
        if (!present || field.IsRepeated)
        {
            (list ??= []).AddRange(unpacked);
        }
        else
        {
            list![0] = field.Type == FieldType.Message ? Merge(list[0], unpacked[^1]) : unpacked[^1];
        }
    }

    // Two messages merge by laying their bytes end to end: that is how protobuf defines merging.
    private static WireField Merge(WireField first, WireField second) =>
        first with { Payload = (byte[])[.. first.Payload.Span, .. second.Payload.Span] };
}
