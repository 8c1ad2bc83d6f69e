using Outrigger.Resources.Schema;
using Outrigger.Resources.Text;
using Outrigger.Resources.Validation;

namespace Outrigger.Resources.Reading;

/// <summary>
/// Reads a mapping into a record: knows which fields there are, and holds every field and the record as a
/// whole to their rules. Goes on after a fault, so that all faults are found at once.
/// </summary>
internal static class RecordReader
{
    /// <summary>The most field names that a message lists.</summary>
    private const int NamesShown = 12;

    /// <param name="mapping">The mapping.</param>
    /// <param name="schema">The record to make.</param>
    /// <param name="path">The mapping's own path.</param>
    /// <param name="context">Takes the findings.</param>
    /// <param name="ignored">Keys that belong to somebody else, at the top level of objects without a
    /// spec.</param>
    public static object Read(
        SourceMapping mapping,
        RecordSchema schema,
        string path,
        ReadingContext context,
        IReadOnlyCollection<string>? ignored = null)
    {
        object record = Activator.CreateInstance(schema.Type)!;
        foreach (SourceEntry entry in mapping.Entries)
        {
            string name = entry.Key.Text;
            string fieldPath = FieldPath.Key(path, name);
            if (schema.Find(name) is { } field) ReadField(entry, field, fieldPath, record, context);
            else if (ignored?.Contains(name) != true) ReportUnknown(entry.Key, schema, fieldPath, context);
        }

        foreach (FieldSchema field in schema.Fields.Where(
            field => field.IsRequired && !mapping.Has(field.Name)))
        {
            SourceNode at = mapping.FindEntry(field.Name)?.Key ?? (SourceNode)mapping;
            string message = $"the required field \"{field.Name}\" is missing";
            context.Error(at, FieldPath.Key(path, field.Name), DiagnosticCodes.MissingField, message);
        }

        foreach (IReadOnlyList<string> names in schema.OneOfs) CheckOneOf(mapping, names, path, context);
        foreach (ConsistencyRule rule in schema.Rules) ConsistencyRules.Check(rule, mapping, path, context);
        return record;
    }

    private static void ReadField(
        SourceEntry entry, FieldSchema field, string path, object record, ReadingContext context)
    {
        // A null field is a missing field, as Kubernetes drops it.
        if (entry.Value.IsNull()) return;
        if (field.IsParsedOnly)
        {
            string message =
                $"the field \"{field.Name}\" is accepted but not acted upon by this version of the mesh";
            context.Warn(entry.Key, path, DiagnosticCodes.ParsedOnly, message);
        }

        if (ValueReader.Read(entry.Value, field.Value, path, context) is { } value)
        {
            field.Property.SetValue(record, value);
        }

        if (entry.Value is not SourceSequence sequence) return;
        foreach (string name in field.UniqueBy) CheckUnique(sequence, name, path, context);
    }

    private static void ReportUnknown(
        SourceScalar key, RecordSchema schema, string path, ReadingContext context)
    {
        IEnumerable<string> names = schema.Fields.Select(field => field.Name);
        string? suggestion = Suggestion.For(key.Text, names);
        string found = $"unknown field \"{SourceScalar.Shown(key.Text)}\"";
        if (schema.IsOpen)
        {
            // The record knows a part of the real type only, so only what looks like a slip deserves a word.
            if (suggestion is null || Suggestion.Distance(key.Text, suggestion) > 1) return;
            context.Warn(key, path, DiagnosticCodes.UnknownField, $"{found}; did you mean \"{suggestion}\"?");
            return;
        }

        string message = suggestion is not null
            ? $"{found}; did you mean \"{suggestion}\"?"
            : $"{found}, expected one of {ListOf(names)}";
        context.Error(key, path, DiagnosticCodes.UnknownField, message);
    }

    private static string ListOf(IEnumerable<string> names)
    {
        List<string> shown = [.. names.Order(StringComparer.Ordinal)];
        string list = string.Join(", ", shown.Take(NamesShown));
        return shown.Count <= NamesShown ? list : $"{list} and {shown.Count - NamesShown} more";
    }

    private static void CheckOneOf(
        SourceMapping mapping, IReadOnlyList<string> names, string path, ReadingContext context)
    {
        List<SourceEntry> set =
        [
            .. mapping.Entries.Where(entry => names.Contains(entry.Key.Text) && !entry.Value.IsNull()),
        ];
        if (set.Count < 2) return;
        string found = string.Join(" and ", set.Select(entry => $"\"{entry.Key.Text}\""));
        string message = $"found {found} together, expected only one of {string.Join(", ", names)}";
        string at = FieldPath.Key(path, set[1].Key.Text);
        context.Error(set[1].Key, at, DiagnosticCodes.ConflictingFields, message);
    }

    private static void CheckUnique(SourceSequence sequence, string name, string path, ReadingContext context)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < sequence.Items.Count; i++)
        {
            if (sequence.Items[i] is not SourceMapping item || item.Find(name) is not SourceScalar value)
            {
                continue;
            }

            if (seen.TryAdd(value.Text, i)) continue;
            string message =
                $"found the {name} {SourceScalar.Shown(value.Text)} in items {seen[value.Text]} and {i}, "
                + "expected every item to have its own";
            string at = FieldPath.Key(FieldPath.Index(path, i), name);
            context.Error(value, at, DiagnosticCodes.InvalidValue, message);
        }
    }
}
