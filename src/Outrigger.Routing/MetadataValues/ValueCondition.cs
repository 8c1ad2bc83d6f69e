using Envoy.Type.Matcher.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;
using Pattern = Envoy.Type.Matcher.V3.ValueMatcher.MatchPatternOneofCase;

namespace Outrigger.Routing.MetadataValues;

/// <summary>A condition on a value: <c>envoy.type.matcher.v3.ValueMatcher</c>.</summary>
internal sealed class ValueCondition
{
    private const int DepthMax = 16;

    private readonly Pattern _pattern;
    private readonly bool _boolean;
    private readonly double _start;
    private readonly double _end;
    private readonly ByteStringMatcher _text;
    private readonly ValueCondition[] _parts;

    private ValueCondition(ValueMatcher matcher, ByteStringMatcher text = default, ValueCondition[]? parts = null)
    {
        _pattern = matcher.MatchPatternCase;
        _boolean = _pattern == Pattern.BoolMatch ? matcher.BoolMatch : matcher.PresentMatch;
        bool isRange = matcher.DoubleMatch?.MatchPatternCase == DoubleMatcher.MatchPatternOneofCase.Range;
        _start = isRange ? matcher.DoubleMatch!.Range.Start : matcher.DoubleMatch?.Exact ?? 0;
        _end = isRange ? matcher.DoubleMatch!.Range.End : double.NaN;
        _text = text;
        _parts = parts ?? [];
    }

    /// <summary>How the value is looked at.</summary>
    internal Pattern Kind => _pattern;

    /// <summary>The condition on a text; meaningless for the other kinds.</summary>
    internal ByteStringMatcher Text => _text;

    /// <summary>The condition on an item, or those of which one must hold; empty for the other kinds.</summary>
    internal ReadOnlySpan<ValueCondition> Parts => _parts;

    /// <summary>Whether a value that is there meets the condition.</summary>
    public bool IsMatch(MetadataValue value)
    {
        switch (_pattern)
        {
            case Pattern.NullMatch:
                return value.Kind == MetadataKind.Null;
            case Pattern.DoubleMatch:
                return value.Kind == MetadataKind.Number && IsNumberMatch(value.Number);
            case Pattern.StringMatch:
                return value.Kind == MetadataKind.Text && _text.IsMatch(value.Utf8);
            case Pattern.BoolMatch:
                return value.Kind == MetadataKind.Boolean && value.Boolean == _boolean;
            case Pattern.PresentMatch:
                return _boolean;
            case Pattern.ListMatch:
                return IsAnyItemMatch(value);
            default:
                return IsAnyPartMatch(value);
        }
    }

    internal static ValueCondition? Compile(
        ValueMatcher? matcher, FieldPath path, CompileContext context, int depth)
    {
        if (depth == DepthMax)
        {
            context.Error(path, $"conditions on values are nested more than {DepthMax} deep");
            return null;
        }

        switch (matcher?.MatchPatternCase ?? Pattern.None)
        {
            case Pattern.None:
                context.Error(path, "a condition on the value is missing");
                return null;
            case Pattern.DoubleMatch
                when matcher!.DoubleMatch.MatchPatternCase == DoubleMatcher.MatchPatternOneofCase.None:
                context.Error(path.Field("double_match"), "expected one of range or exact");
                return null;
            case Pattern.StringMatch:
                ByteStringMatcher? text =
                    ByteStringMatcher.Compile(matcher!.StringMatch, path.Field("string_match"), context);
                return text is null ? null : new(matcher, text.Value);
            case Pattern.ListMatch:
                FieldPath itemPath = path.Field("list_match").Field("one_of");
                ValueCondition? item = Compile(matcher!.ListMatch.OneOf, itemPath, context, depth + 1);
                return item is null ? null : new(matcher, parts: [item]);
            case Pattern.OrMatch:
                return CompileAny(matcher!, path.Field("or_match"), context, depth);
            default:
                return new(matcher!);
        }
    }

    private static ValueCondition? CompileAny(
        ValueMatcher matcher, FieldPath path, CompileContext context, int depth)
    {
        var parts = new List<ValueCondition>();
        IReadOnlyList<ValueMatcher> matchers = matcher.OrMatch.ValueMatchers;
        for (int i = 0; i < matchers.Count; i++)
        {
            if (Compile(matchers[i], path.Item("value_matchers", i), context, depth + 1) is { } part)
            {
                parts.Add(part);
            }
        }

        return parts.Count < matchers.Count ? null : new(matcher, parts: [.. parts]);
    }

    private bool IsNumberMatch(double number) =>
        double.IsNaN(_end) ? number == _start : number >= _start && number < _end;

    private bool IsAnyItemMatch(MetadataValue value)
    {
        foreach (MetadataValue item in value.Items)
        {
            if (_parts[0].IsMatch(item))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAnyPartMatch(MetadataValue value)
    {
        foreach (ValueCondition part in _parts)
        {
            if (part.IsMatch(value))
            {
                return true;
            }
        }

        return false;
    }
}
