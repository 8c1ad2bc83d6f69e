using System.Globalization;
using Outrigger.Resources.Reading;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Text;

namespace Outrigger.Resources.Validation;

/// <summary>Holds a value to the bounds, patterns and rules of its schema.</summary>
internal static class Constraints
{
    public static void Check(SourceNode node, ValueSchema schema, string path, ReadingContext context)
    {
        string? expected = node switch
        {
            SourceScalar scalar => Range(scalar, schema.Range) ?? Text(scalar, schema),
            SourceSequence sequence => Count(sequence.Items.Count, "items", schema.Count),
            SourceMapping mapping => Count(mapping.Entries.Count, "entries", schema.Count),
            _ => null,
        };
        if (expected is not null)
        {
            context.Error(
                node, path, DiagnosticCodes.InvalidValue, $"found {Shown(node)}, expected {expected}");
            return;
        }

        foreach (ValueRule rule in schema.Rules)
        {
            if (ValueRules.Check(rule, node) is not { } violation) continue;
            context.Error(violation.At, path, DiagnosticCodes.InvalidValue, violation.Message);
            return;
        }
    }

    private static string Shown(SourceNode node) => node switch
    {
        SourceSequence sequence => $"a list of {sequence.Items.Count} items",
        SourceMapping mapping => $"a mapping of {mapping.Entries.Count} entries",
        SourceScalar { Text.Length: 0 } => "an empty text",
        SourceScalar { Kind: ScalarKind.Text, Text.Length: > 60 } scalar =>
            $"{scalar.Description} of {scalar.Text.Length} characters",
        _ => node.Description,
    };

    private static string? Range(SourceScalar scalar, RangeAttribute? range)
    {
        if (range is null || !scalar.TryGetNumber(out double value)) return null;
        if (value >= range.Min && value <= range.Max) return null;
        string least = range.Min.ToString(CultureInfo.InvariantCulture);
        string greatest = range.Max.ToString(CultureInfo.InvariantCulture);
        if (double.IsInfinity(range.Max)) return $"a number of at least {least}";
        return double.IsInfinity(range.Min)
            ? $"a number of at most {greatest}"
            : $"a number from {least} to {greatest}";
    }

    private static string? Text(SourceScalar scalar, ValueSchema schema)
    {
        string text = scalar.Text;
        if (schema.Length is { } length)
        {
            if (text.Length < length.Min && length.Min == 1) return "a text that is not empty";
            if (text.Length < length.Min) return $"a text of at least {length.Min} characters";
            if (text.Length > length.Max) return $"a text of at most {length.Max} characters";
        }

        return schema.Pattern?.IsMatch(text) == false ? schema.PatternMeaning : null;
    }

    private static string? Count(int count, string things, CountAttribute? bounds)
    {
        if (bounds is null || (count >= bounds.Min && count <= bounds.Max)) return null;
        if (count > bounds.Max) return $"at most {bounds.Max} {things}";
        if (bounds.Min > 1) return $"at least {bounds.Min} {things}";
        return things == "items" ? "at least one item" : "at least one entry";
    }
}
