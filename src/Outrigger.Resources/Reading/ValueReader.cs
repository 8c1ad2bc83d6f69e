using System.Text.Json;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Text;
using Outrigger.Resources.Validation;

namespace Outrigger.Resources.Reading;

/// <summary>Reads one value as its schema says; null, and a finding, when it is something else.</summary>
internal static class ValueReader
{
    public static object? Read(SourceNode node, ValueSchema schema, string path, ReadingContext context)
    {
        object? value = schema.Kind switch
        {
            ValueKind.Record => ReadRecord(node, schema, path, context),
            ValueKind.List => ReadList(node, schema, path, context),
            ValueKind.Map => ReadMap(node, schema, path, context),
            ValueKind.Untyped => ReadUntyped(node, path, context),
            _ => ScalarReader.Read(node, schema, path, context),
        };
        if (value is not null) Constraints.Check(node, schema, path, context);
        return value;
    }

    private static object? ReadRecord(
        SourceNode node, ValueSchema schema, string path, ReadingContext context)
    {
        if (node is SourceMapping mapping) return RecordReader.Read(mapping, schema.Record, path, context);
        string fields = string.Join(", ", schema.Record.Fields.Select(field => field.Name).Take(3));
        string more = schema.Record.Fields.Count > 3 ? ", …" : "";
        context.Expected(
            node, path, DiagnosticCodes.WrongType, $"a mapping with fields such as {fields}{more}");
        return null;
    }

    private static JsonElement? ReadUntyped(SourceNode node, string path, ReadingContext context)
    {
        if (node is SourceMapping) return SourceJson.ToElement(node);
        context.Expected(node, path, DiagnosticCodes.WrongType, "a mapping");
        return null;
    }

    private static Array? ReadList(SourceNode node, ValueSchema schema, string path, ReadingContext context)
    {
        if (node is not SourceSequence sequence)
        {
            string hint = node is SourceMapping ? "a list, its items beginning with \"- \"" : "a list";
            context.Expected(node, path, DiagnosticCodes.WrongType, hint);
            return null;
        }

        var items = new List<object>(sequence.Items.Count);
        for (int i = 0; i < sequence.Items.Count; i++)
        {
            object? item = Read(sequence.Items[i], schema.Item!, FieldPath.Index(path, i), context);
            if (item is not null) items.Add(item);
        }

        var list = Array.CreateInstance(schema.Item!.Type, items.Count);
        for (int i = 0; i < items.Count; i++) list.SetValue(items[i], i);
        return list;
    }

    private static object? ReadMap(SourceNode node, ValueSchema schema, string path, ReadingContext context)
    {
        if (node is not SourceMapping mapping)
        {
            context.Expected(node, path, DiagnosticCodes.WrongType, "a mapping");
            return null;
        }

        Type type = typeof(Dictionary<,>).MakeGenericType(typeof(string), schema.Item!.Type);
        var map = (System.Collections.IDictionary)Activator.CreateInstance(type)!;
        foreach (SourceEntry entry in mapping.Entries)
        {
            object? value = Read(entry.Value, schema.Item, FieldPath.Key(path, entry.Key.Text), context);
            if (value is not null) map[entry.Key.Text] = value;
        }

        return map;
    }
}
