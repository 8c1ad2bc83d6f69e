using System.Globalization;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Text;

namespace Outrigger.Resources.Reading;

/// <summary>Reads one scalar as its schema says; null, and a finding, when it is something else.</summary>
internal static class ScalarReader
{
    public static object? Read(SourceNode node, ValueSchema schema, string path, ReadingContext context)
    {
        if (node is not SourceScalar scalar)
        {
            context.Expected(node, path, DiagnosticCodes.WrongType, NameOf(schema));
            return null;
        }

        return schema.Kind switch
        {
            ValueKind.Boolean when scalar.Kind == ScalarKind.Boolean => scalar.GetBoolean(),
            ValueKind.Integer => ReadInteger(scalar, schema, path, context),
            ValueKind.Number when scalar.TryGetNumber(out double number) => number,
            ValueKind.IntOrString => ReadIntOrString(scalar, path, context),
            ValueKind.Boolean or ValueKind.Number => Reject(scalar, schema, path, context),
            _ => ReadText(scalar, schema, path, context),
        };
    }

    private static object? Reject(
        SourceScalar scalar, ValueSchema schema, string path, ReadingContext context)
    {
        string expected = NameOf(schema);
        bool isQuoted = scalar.Kind == ScalarKind.Text
            && ScalarResolver.Resolve(
                scalar.Text) is ScalarKind.Boolean or ScalarKind.Integer or ScalarKind.Number;
        if (isQuoted) expected += " without quotes";
        context.Expected(scalar, path, DiagnosticCodes.WrongType, expected);
        return null;
    }

    private static object? ReadInteger(
        SourceScalar scalar, ValueSchema schema, string path, ReadingContext context)
    {
        if (!scalar.TryGetInteger(out decimal value)) return Reject(scalar, schema, path, context);
        if (value >= schema.LeastInteger && value <= schema.GreatestInteger)
        {
            return Convert.ChangeType(value, schema.Type, CultureInfo.InvariantCulture);
        }

        bool isPort = schema.Rules.Contains(ValueRule.PortNumber);
        bool isBelow = value < schema.LeastInteger;
        string bound = isBelow ? $"at least {schema.LeastInteger}" : $"at most {schema.GreatestInteger}";
        string expected = isPort ? "a port number from 1 to 65535" : $"an integer of {bound}";
        context.Expected(scalar, path, DiagnosticCodes.InvalidValue, expected);
        return null;
    }

    private static IntOrString? ReadIntOrString(SourceScalar scalar, string path, ReadingContext context)
    {
        if (scalar.Kind == ScalarKind.Text) return new IntOrString(scalar.Text);
        if (scalar.TryGetInteger(out decimal value) && value >= int.MinValue && value <= int.MaxValue)
        {
            return new IntOrString((long)value);
        }

        context.Expected(scalar, path, DiagnosticCodes.WrongType, "an integer or a text");
        return null;
    }

    private static object? ReadText(
        SourceScalar scalar, ValueSchema schema, string path, ReadingContext context)
    {
        if (scalar.Kind != ScalarKind.Text)
        {
            string hint = scalar.Kind == ScalarKind.Null ? "" : "; put it in quotes";
            context.Expected(scalar, path, DiagnosticCodes.WrongType, NameOf(schema) + hint);
            return null;
        }

        switch (schema.Kind)
        {
            case ValueKind.Text:
                return scalar.Text;
            case ValueKind.Enumeration:
                return ReadEnumeration(scalar, schema, path, context);
            case ValueKind.Duration when Durations.TryParse(scalar.Text, out TimeSpan duration):
                return duration;
            case ValueKind.Timestamp when TryParseTime(scalar.Text, out DateTimeOffset time):
                return time;
            case ValueKind.Bytes when TryDecode(scalar.Text, out ReadOnlyMemory<byte> bytes):
                return bytes;
            default:
                context.Expected(scalar, path, DiagnosticCodes.WrongType, NameOf(schema));
                return null;
        }
    }

    private static object? ReadEnumeration(
        SourceScalar scalar, ValueSchema schema, string path, ReadingContext context)
    {
        EnumerationSchema enumeration = schema.Enumeration!;
        if (enumeration.TryParse(scalar.Text, out object? value)) return value;
        string expected = $"one of {string.Join(", ", enumeration.Names)}";
        if (Suggestion.For(scalar.Text, enumeration.Names) is { } suggestion)
        {
            expected += $"; did you mean {suggestion}?";
        }

        context.Expected(scalar, path, DiagnosticCodes.UnknownValue, expected);
        return null;
    }

    private static bool TryParseTime(string text, out DateTimeOffset time)
    {
        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Style, out time);
    }

    private static bool TryDecode(string text, out ReadOnlyMemory<byte> bytes)
    {
        byte[] buffer = new byte[text.Length];
        bool isValid = Convert.TryFromBase64String(text, buffer, out int length);
        bytes = buffer.AsMemory(0, length);
        return isValid;
    }

    private static string NameOf(ValueSchema schema) => schema.Kind switch
    {
        ValueKind.Boolean => "true or false",
        ValueKind.Integer => "an integer",
        ValueKind.Number => "a number",
        ValueKind.Duration => "a duration such as 1.5s, 100ms or 1h",
        ValueKind.Timestamp => "a time such as 2026-01-31T12:00:00Z",
        ValueKind.Bytes => "bytes in base64",
        ValueKind.IntOrString => "an integer or a text",
        ValueKind.Enumeration => $"one of {string.Join(", ", schema.Enumeration!.Names)}",
        _ => "a text",
    };
}
