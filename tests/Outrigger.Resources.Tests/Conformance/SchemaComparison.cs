using System.Globalization;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Tests.Conformance;

/// <summary>Compares a CRD's schema with our records, field by field and rule by rule.</summary>
internal sealed class SchemaComparison
{
    private readonly List<string> _differences = [];

    public IReadOnlyList<string> Differences => _differences;

    /// <summary>
    /// How many fields were compared, so that an empty comparison cannot pass for a good one.
    /// </summary>
    public int FieldCount { get; private set; }

    public void CompareRecord(CrdSchema crd, RecordSchema ours, string path)
    {
        IReadOnlyDictionary<string, CrdSchema> properties = crd.Properties;
        foreach (string missing in properties.Keys.Except(ours.Fields.Select(f => f.Name)))
        {
            _differences.Add($"{path}.{missing}: we have no such field");
        }

        foreach (FieldSchema field in ours.Fields)
        {
            string at = $"{path}.{field.Name}";
            FieldCount++;
            if (!properties.TryGetValue(field.Name, out CrdSchema? property))
            {
                _differences.Add($"{at}: the CRD has no such field");
                continue;
            }

            Same(crd.Required.Contains(field.Name), field.IsRequired, $"{at}: required");
            Same(property.IsNullable, field.AllowsNull, $"{at}: nullable");
            CompareValue(property, field.Value, field.UniqueBy, at);
        }

        IEnumerable<string> theirs = crd.OneOfs.Where(group => group.Count > 1).Select(CelRules.OneOf)
            .Concat(crd.Rules.Select(CelRules.NameOf));
        IEnumerable<string> our =
            ours.OneOfs.Select(CelRules.OneOf).Concat(ours.Rules.Select(rule => $"record {rule}"));
        SameSet(theirs, our, $"{path}: rules of the record");
        Same(crd.PreservesUnknownFields, ours.IsOpen, $"{path}: open");
    }

    private void CompareValue(CrdSchema crd, ValueSchema ours, IReadOnlyList<string> uniqueBy, string path)
    {
        Same(TypeOf(crd), TypeOf(ours), $"{path}: type");
        if (ours.Kind == ValueKind.Enumeration)
        {
            SameSet(crd.Enumeration, ours.Enumeration!.Names, $"{path}: values");
        }
        else
        {
            Same(0, crd.Enumeration.Count, $"{path}: values");
        }

        SameSet(BoundsOf(crd), BoundsOf(ours), $"{path}: bounds");
        bool isRecord = ours.Kind == ValueKind.Record;
        if (isRecord)
        {
            CompareRecord(crd, ours.Record, path);
        }
        else
        {
            IEnumerable<string> our =
                ours.Rules.Select(rule => $"rule {rule}").Concat(uniqueBy.Select(f => $"unique {f}"));
            IEnumerable<string> theirs =
                crd.Rules.Select(CelRules.NameOf).Concat(crd.ListMapKeys.Select(k => $"unique {k}"));
            SameSet(theirs, our, $"{path}: rules");
        }

        CrdSchema? item = crd.Items ?? (crd.HasProperties ? null : crd.AdditionalProperties);
        Same(item is not null, ours.Item is not null, $"{path}: items");
        if (item is not null && ours.Item is not null) CompareValue(item, ours.Item, [], $"{path}[]");
    }

    private static string TypeOf(CrdSchema crd) => (crd.IsIntOrString, crd.Type, crd.Format) switch
    {
        (true, _, _) => "integer or string",
        (_, "string", "date-time") => "time",
        (_, "string", "byte") => "bytes",
        (_, "object", _) when crd.HasProperties => "record",
        (_, "object", _) when crd.AdditionalProperties is not null => "map",
        (_, "object", _) => "untyped",
        _ => crd.Type ?? "none",
    };

    private static string TypeOf(ValueSchema ours) => ours.Kind switch
    {
        ValueKind.IntOrString => "integer or string",
        ValueKind.Timestamp => "time",
        ValueKind.Bytes => "bytes",
        ValueKind.Record => "record",
        ValueKind.Map => "map",
        ValueKind.Untyped => "untyped",
        ValueKind.List => "array",
        ValueKind.Boolean => "boolean",
        ValueKind.Integer => "integer",
        ValueKind.Number => "number",
        _ => "string",
    };

    private static IEnumerable<string> BoundsOf(CrdSchema crd)
    {
        bool isInt32 = crd.Format == "int32";
        double least = crd.Text("minimum") is { } min
            ? Number(min)
            : isInt32
            ? int.MinValue
            : double.NegativeInfinity;
        double greatest = crd.Text("maximum") is { } max
            ? Number(max)
            : isInt32
            ? int.MaxValue
            : double.PositiveInfinity;
        // Istio's 64-bit integers have no maximum in the schema.
        if (crd.Type == "integer" && double.IsInfinity(greatest)) greatest = ulong.MaxValue;
        if (crd.Type is "integer" or "number") yield return $"range {least} {greatest}";
        foreach ((string key, string name) in new[]
        {
            ("minLength", "length min"), (
                "maxLength", "length max"), ("minItems", "count min"), ("maxItems", "count max"),
            ("minProperties", "count min"), ("maxProperties", "count max"), ("pattern", "pattern"),
        })
        {
            if (crd.Text(key) is { } value) yield return $"{name} {value}";
        }
    }

    private static IEnumerable<string> BoundsOf(ValueSchema ours)
    {
        if (ours.Kind == ValueKind.Integer)
        {
            double least = Math.Max((double)ours.LeastInteger, ours.Range?.Min ?? double.NegativeInfinity);
            double greatest =
                Math.Min((double)ours.GreatestInteger, ours.Range?.Max ?? double.PositiveInfinity);
            yield return $"range {least} {greatest}";
        }
        else if (ours.Kind == ValueKind.Number)
        {
            yield return $"range {ours.Range?.Min ?? double.NegativeInfinity} "
                + $"{ours.Range?.Max ?? double.PositiveInfinity}";
        }

        if (ours.Length is { Min: > 0 } shortest) yield return $"length min {shortest.Min}";
        if (ours.Length is { Max: < int.MaxValue } longest) yield return $"length max {longest.Max}";
        if (ours.Count is { Min: > 0 } fewest) yield return $"count min {fewest.Min}";
        if (ours.Count is { Max: < int.MaxValue } most) yield return $"count max {most.Max}";
        if (ours.Pattern is { } pattern) yield return $"pattern {pattern}";
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private void Same<T>(T theirs, T ours, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(theirs, ours))
        {
            _differences.Add($"{what}: the CRD says {theirs}, we {ours}");
        }
    }

    private void SameSet(IEnumerable<string> theirs, IEnumerable<string> ours, string what)
    {
        string[] left = [.. theirs.Distinct().Order(StringComparer.Ordinal)];
        string[] right = [.. ours.Distinct().Order(StringComparer.Ordinal)];
        if (left.SequenceEqual(right)) return;
        _differences.Add(
            $"{what}: the CRD says [{string.Join(" | ", left)}], we [{string.Join(" | ", right)}]");
    }
}
