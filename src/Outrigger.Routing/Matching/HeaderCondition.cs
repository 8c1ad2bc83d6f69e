using System.Buffers.Text;
using Envoy.Config.Route.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Regexes;
using Specifier = Envoy.Config.Route.V3.HeaderMatcher.HeaderMatchSpecifierOneofCase;

namespace Outrigger.Routing.Matching;

/// <summary>
/// A condition on one header: <c>envoy.config.route.v3.HeaderMatcher</c>. An absent header fails every
/// condition, inverted or not, except one on presence, or one that treats it as empty.
/// </summary>
public sealed class HeaderCondition
{
    private readonly HeaderName _name;
    private readonly Test _test;
    private readonly ByteStringMatcher _value;
    private readonly long _rangeStart;
    private readonly long _rangeEnd;
    private readonly bool _expectedPresence;
    private readonly bool _invert;
    private readonly bool _treatMissingAsEmpty;

    private HeaderCondition(HeaderMatcher matcher, Test test, ByteStringMatcher value)
    {
        _name = new HeaderName(matcher.Name);
        _test = test;
        _value = value;
        _rangeStart = matcher.RangeMatch?.Start ?? 0;
        _rangeEnd = matcher.RangeMatch?.End ?? 0;
        _expectedPresence =
            matcher.HeaderMatchSpecifierCase != Specifier.PresentMatch || matcher.PresentMatch;
        _invert = matcher.InvertMatch;
        _treatMissingAsEmpty = matcher.TreatMissingHeaderAsEmpty;
    }

    private enum Test : byte
    {
        Presence,
        Range,
        Value,
    }

    /// <summary>The header's name in lower case.</summary>
    public string Name => _name.ToString();

    /// <summary>Whether the condition holds for every request that has the header, and for no other.</summary>
    internal bool IsPresence => _test == Test.Presence && _expectedPresence != _invert;

    /// <summary>
    /// What the value of a header that is there has to be; null when the condition can hold in another way.
    /// </summary>
    internal ByteStringMatcher? Value =>
        _test == Test.Value && !_invert && !_treatMissingAsEmpty ? _value : null;

    /// <summary>Where the header is read.</summary>
    internal HeaderSource Source => _name.Source;

    /// <summary>Whether the request meets the condition.</summary>
    /// <typeparam name="TRequest">The view.</typeparam>
    /// <param name="request">The request.</param>
    public bool IsMatch<TRequest>(in TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        IsMatchCore(ref System.Runtime.CompilerServices.Unsafe.AsRef(in request));

    internal bool IsMatchCore<TRequest>(scoped ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        bool present = _name.TryRead(ref request, out ReadOnlySpan<byte> value);
        if (_test == Test.Presence)
        {
            return (present == _expectedPresence) != _invert;
        }

        if (!present && !_treatMissingAsEmpty)
        {
            return false;
        }

        bool matches = _test == Test.Range ? IsInRange(value) : _value.IsMatch(value);
        return matches != _invert;
    }

    /// <summary>The condition in words, as `explain` shows it.</summary>
    public override string ToString()
    {
        string condition = _test switch
        {
            Test.Presence => _expectedPresence ? "present" : "absent",
            Test.Range => $"a number in [{_rangeStart}, {_rangeEnd})",
            _ => _value.ToString(),
        };
        return $"header {Name} {(_invert ? "not " : "")}{condition}";
    }

    internal static HeaderCondition[] CompileAll(
        IReadOnlyList<HeaderMatcher> matchers, string field, FieldPath path, CompileContext context)
    {
        var conditions = new List<HeaderCondition>(matchers.Count);
        for (int i = 0; i < matchers.Count; i++)
        {
            HeaderCondition? condition = Compile(matchers[i], path.Item(field, i), context);
            if (condition is not null)
            {
                conditions.Add(condition);
            }
        }

        return [.. conditions];
    }

    internal static HeaderCondition? Compile(HeaderMatcher matcher, FieldPath path, CompileContext context)
    {
        if (matcher.Name.Length == 0)
        {
            context.Error(path.Field("name"), "a header matcher needs the name of a header");
            return null;
        }

        switch (matcher.HeaderMatchSpecifierCase)
        {
            case Specifier.None or Specifier.PresentMatch:
                return new(matcher, Test.Presence, default);
            case Specifier.RangeMatch:
                return CompileRange(matcher, path, context);
            default:
                ByteStringMatcher? value = CompileValue(matcher, path, context);
                return value is null ? null : new(matcher, Test.Value, value.Value);
        }
    }

    private static HeaderCondition? CompileRange(
        HeaderMatcher matcher, FieldPath path, CompileContext context)
    {
        if (matcher.RangeMatch.End <= matcher.RangeMatch.Start)
        {
            context.Error(
                path.Field("range_match"),
                $"[{matcher.RangeMatch.Start}, {matcher.RangeMatch.End}) holds no number");
            return null;
        }

        return new(matcher, Test.Range, default);
    }

    private static ByteStringMatcher? CompileValue(
        HeaderMatcher matcher, FieldPath path, CompileContext context)
    {
        switch (matcher.HeaderMatchSpecifierCase)
        {
            case Specifier.ExactMatch:
                // Envoy's older exact_match matches any value when it is empty; string_match does not.
                return matcher.ExactMatch.Length == 0
                    ? new(StringMatchKind.Prefix, "", ignoreCase: false)
                    : new(StringMatchKind.Exact, matcher.ExactMatch, ignoreCase: false);
            case Specifier.PrefixMatch:
                return NotEmpty(
                    StringMatchKind.Prefix, matcher.PrefixMatch, path.Field("prefix_match"), context);
            case Specifier.SuffixMatch:
                return NotEmpty(
                    StringMatchKind.Suffix, matcher.SuffixMatch, path.Field("suffix_match"), context);
            case Specifier.ContainsMatch:
                return NotEmpty(
                    StringMatchKind.Contains, matcher.ContainsMatch, path.Field("contains_match"), context);
            case Specifier.StringMatch:
                return ByteStringMatcher.Compile(matcher.StringMatch, path.Field("string_match"), context);
            default:
                WholeValueRegex? regex =
                    WholeValueRegex.Compile(matcher.SafeRegexMatch, path.Field("safe_regex_match"), context);
                return regex is null ? null : new ByteStringMatcher(regex);
        }
    }

    private static ByteStringMatcher? NotEmpty(
        StringMatchKind kind, string pattern, FieldPath path, CompileContext context)
    {
        if (pattern.Length == 0)
        {
            context.Error(path, "an empty pattern would match everything; expected at least 1 character");
            return null;
        }

        return new(kind, pattern, ignoreCase: false);
    }

    private bool IsInRange(ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty && value[0] == '+')
        {
            value = value[1..];
            if (value.IsEmpty || value[0] == '-')
            {
                return false;
            }
        }

        return Utf8Parser.TryParse(value, out long number, out int consumed)
            && consumed == value.Length
            && number >= _rangeStart
            && number < _rangeEnd;
    }
}
