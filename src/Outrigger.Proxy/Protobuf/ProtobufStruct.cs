using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Protobuf;

/// <summary>
/// Writes values as <c>google.protobuf.Struct</c>. Members stand in the order of their names, so that equal
/// values have equal bytes.
/// </summary>
internal static class ProtobufStruct
{
    private const int Fields = 1;
    private const int Key = 1;
    private const int Value = 2;

    /// <summary>Writes the members of a struct into the message being written.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="value">The struct.</param>
    public static void WriteMembers(ProtobufWriter writer, MetadataValue value)
    {
        foreach (var member in value.Members)
        {
            var entry = writer.BeginMessage(Fields);
            writer.WriteText(Key, member.Name);
            WriteValue(writer, member.Value);
            writer.EndMessage(entry);
        }
    }

    /// <summary>Writes one member into the message being written.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    public static void WriteMember(ProtobufWriter writer, string key, MetadataValue value)
    {
        var entry = writer.BeginMessage(Fields);
        writer.WriteText(Key, key);
        WriteValue(writer, value);
        writer.EndMessage(entry);
    }

    private static void WriteValue(ProtobufWriter writer, MetadataValue value)
    {
        var outer = writer.BeginMessage(Value);
        WriteKind(writer, value);
        writer.EndMessage(outer);
    }

    private static void WriteKind(ProtobufWriter writer, MetadataValue value)
    {
        const int Null = 1;
        const int Number = 2;
        const int Text = 3;
        const int Boolean = 4;
        const int Struct = 5;
        const int List = 6;
        switch (value.Kind)
        {
            case MetadataKind.Boolean:
                writer.WriteNumberAlways(Boolean, value.Boolean ? 1 : 0);
                break;
            case MetadataKind.Number:
                writer.WriteReal(Number, value.Number);
                break;
            case MetadataKind.Text:
                value.Utf8.CopyTo(writer.WriteRoom(Text, value.Utf8.Length));
                break;
            case MetadataKind.Struct:
                var members = writer.BeginMessage(Struct);
                WriteMembers(writer, value);
                writer.EndMessage(members);
                break;
            case MetadataKind.List:
                WriteItems(writer, List, value);
                break;
            default:
                writer.WriteNumberAlways(Null, 0);
                break;
        }
    }

    private static void WriteItems(ProtobufWriter writer, int field, MetadataValue value)
    {
        const int Values = 1;
        var items = writer.BeginMessage(field);
        foreach (var item in value.Items)
        {
            var each = writer.BeginMessage(Values);
            WriteKind(writer, item);
            writer.EndMessage(each);
        }

        writer.EndMessage(items);
    }
}
