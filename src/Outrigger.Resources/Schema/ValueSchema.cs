using System.Text.Json;
using System.Text.RegularExpressions;

namespace Outrigger.Resources.Schema;

/// <summary>
/// The type and constraints of one value, read once from a record's property by reflection.
/// </summary>
internal sealed class ValueSchema
{
    private ValueSchema(Type type, IEnumerable<ConstraintAttribute> constraints)
    {
        Type = type;
        Kind = KindOf(type);
        foreach (ConstraintAttribute constraint in constraints) Add(constraint);
        if (Kind == ValueKind.Enumeration) Enumeration = EnumerationSchema.Of(type);
        if (Kind == ValueKind.Integer) (LeastInteger, GreatestInteger) = BoundsOf(type);
    }

    public Type Type { get; }

    public ValueKind Kind { get; }

    /// <summary>The schema of the list's items or the map's values.</summary>
    public ValueSchema? Item { get; private init; }

    public EnumerationSchema? Enumeration { get; }

    public RangeAttribute? Range { get; private set; }

    public LengthAttribute? Length { get; private set; }

    public CountAttribute? Count { get; private set; }

    public Regex? Pattern { get; private set; }

    public string? PatternMeaning { get; private set; }

    public IReadOnlyList<ValueRule> Rules { get; private set; } = [];

    public decimal LeastInteger { get; }

    public decimal GreatestInteger { get; }

    /// <summary>The schema of the record; only for records.</summary>
    public RecordSchema Record => RecordSchema.Of(Type);

    public static ValueSchema Of(Type type, IReadOnlyList<ConstraintAttribute> constraints)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        IEnumerable<ConstraintAttribute> own =
            constraints.Where(constraint => constraint.Of == SchemaPart.Self);
        IEnumerable<ConstraintAttribute> ofItem =
            constraints.Where(constraint => constraint.Of == SchemaPart.Item);
        return KindOf(type) is ValueKind.List or ValueKind.Map
            ? new ValueSchema(type, own) { Item = new ValueSchema(type.GetGenericArguments()[^1], ofItem) }
            : new ValueSchema(type, own);
    }

    private static ValueKind KindOf(Type type)
    {
        if (type == typeof(string)) return ValueKind.Text;
        if (type == typeof(bool)) return ValueKind.Boolean;
        if (type == typeof(double)) return ValueKind.Number;
        if (type == typeof(TimeSpan)) return ValueKind.Duration;
        if (type == typeof(DateTimeOffset)) return ValueKind.Timestamp;
        if (type == typeof(ReadOnlyMemory<byte>)) return ValueKind.Bytes;
        if (type == typeof(IntOrString)) return ValueKind.IntOrString;
        if (type == typeof(JsonElement)) return ValueKind.Untyped;
        if (type.IsEnum) return ValueKind.Enumeration;
        if (type.IsPrimitive) return ValueKind.Integer;
        if (!type.IsGenericType) return ValueKind.Record;
        return type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? ValueKind.List : ValueKind.Map;
    }

    private static (decimal Least, decimal Greatest) BoundsOf(Type type)
    {
        if (type == typeof(int)) return (int.MinValue, int.MaxValue);
        if (type == typeof(uint)) return (0, uint.MaxValue);
        return type == typeof(ulong) ? (0, ulong.MaxValue) : (long.MinValue, long.MaxValue);
    }

    private void Add(ConstraintAttribute constraint)
    {
        switch (constraint)
        {
            case RangeAttribute range:
                Range = range;
                break;
            case LengthAttribute length:
                Length = length;
                break;
            case CountAttribute count:
                Count = count;
                break;
            case PatternAttribute pattern:
                PatternMeaning = pattern.Meaning;
                Pattern = new Regex(
                    pattern.Expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
                break;
            case RuleAttribute rule:
                Rules = [.. Rules, rule.Rule];
                break;
        }
    }
}
