using System.Text;
using Envoy.Type.Matcher.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Regexes;

namespace Outrigger.Routing.Matching;

/// <summary>
/// A condition on a string of bytes: <c>envoy.type.matcher.v3.StringMatcher</c>. Ignoring case folds ASCII
/// letters only, and never touches a regular expression, as in Envoy.
/// </summary>
public readonly struct ByteStringMatcher
{
    private readonly StringMatchKind _kind;
    private readonly bool _ignoreCase;
    private readonly byte[] _pattern;
    private readonly WholeValueRegex? _regex;

    internal ByteStringMatcher(StringMatchKind kind, string pattern, bool ignoreCase)
    {
        _kind = kind;
        _pattern = Encoding.UTF8.GetBytes(pattern);
        _ignoreCase = ignoreCase;
    }

    internal ByteStringMatcher(WholeValueRegex regex)
    {
        _kind = StringMatchKind.Regex;
        _pattern = [];
        _regex = regex;
    }

    /// <summary>How the pattern is compared.</summary>
    public StringMatchKind Kind => _kind;

    /// <summary>Whether A–Z equal a–z; never so for a regular expression.</summary>
    internal bool IgnoresCase => _ignoreCase;

    /// <summary>What values are compared with; empty for a regular expression.</summary>
    internal ReadOnlySpan<byte> Pattern => _pattern;

    /// <summary>The expression; null for the other kinds.</summary>
    internal WholeValueRegex? Regex => _regex;

    /// <summary>Whether the value meets the condition.</summary>
    /// <param name="value">The value, for example of a header.</param>
    public bool IsMatch(ReadOnlySpan<byte> value)
    {
        switch (_kind)
        {
            case StringMatchKind.Exact:
                return _ignoreCase ? AsciiBytes.EqualsIgnoreCase(value, _pattern) : value.SequenceEqual(
                    _pattern);
            case StringMatchKind.Prefix:
                return _ignoreCase
                    ? AsciiBytes.StartsWithIgnoreCase(value, _pattern)
                    : value.StartsWith(_pattern);
            case StringMatchKind.Suffix:
                return _ignoreCase ? AsciiBytes.EndsWithIgnoreCase(value, _pattern) : value.EndsWith(
                    _pattern);
            case StringMatchKind.Contains:
                return _ignoreCase
                    ? AsciiBytes.ContainsIgnoreCase(value, _pattern)
                    : value.IndexOf(_pattern) >= 0;
            default:
                return _regex is not null && _regex.IsMatch(value);
        }
    }

    /// <summary>Compiles a condition that stands outside of a routing table.</summary>
    /// <param name="matcher">The condition.</param>
    /// <param name="path">Where it stands, for mistakes.</param>
    /// <param name="errors">Takes the mistakes.</param>
    /// <param name="compiled">The condition, compiled.</param>
    /// <returns>Whether there was no mistake.</returns>
    public static bool TryCompile(
        StringMatcher matcher, string path, ICollection<ConfigurationError> errors, out ByteStringMatcher compiled)
    {
        var context = new CompileContext(RoutingLimits.Default);
        var result = Compile(matcher, FieldPath.Root.Field(path), context);
        foreach (var error in context.Errors)
        {
            errors.Add(error);
        }

        compiled = result ?? default;
        return result is not null;
    }

    /// <summary>The condition in words, as `explain` shows it.</summary>
    public override string ToString() => _kind == StringMatchKind.Regex
        ? $"regex '{_regex?.Pattern}'"
        : $"{DescribeKind(_kind)} '{Encoding.UTF8.GetString(_pattern)}'{(_ignoreCase ? " (any case)" : "")}";

    internal static ByteStringMatcher? Compile(StringMatcher matcher, FieldPath path, CompileContext context)
    {
        switch (matcher.MatchPatternCase)
        {
            case StringMatcher.MatchPatternOneofCase.Exact:
                return new(StringMatchKind.Exact, matcher.Exact, matcher.IgnoreCase);
            case StringMatcher.MatchPatternOneofCase.Prefix:
                return NotEmpty(
                    StringMatchKind.Prefix, matcher.Prefix, matcher, path.Field("prefix"), context);
            case StringMatcher.MatchPatternOneofCase.Suffix:
                return NotEmpty(
                    StringMatchKind.Suffix, matcher.Suffix, matcher, path.Field("suffix"), context);
            case StringMatcher.MatchPatternOneofCase.Contains:
                return NotEmpty(
                    StringMatchKind.Contains, matcher.Contains, matcher, path.Field("contains"), context);
            case StringMatcher.MatchPatternOneofCase.SafeRegex:
                WholeValueRegex? regex =
                    WholeValueRegex.Compile(matcher.SafeRegex, path.Field("safe_regex"), context);
                return regex is null ? null : new ByteStringMatcher(regex);
            default:
                context.Error(
                    path, "a string matcher needs one of exact, prefix, suffix, contains or safe_regex");
                return null;
        }
    }

    private static ByteStringMatcher? NotEmpty(
        StringMatchKind kind, string pattern, StringMatcher matcher, FieldPath path, CompileContext context)
    {
        if (pattern.Length == 0)
        {
            context.Error(path, "an empty pattern would match everything; expected at least 1 character");
            return null;
        }

        return new(kind, pattern, matcher.IgnoreCase);
    }

    private static string DescribeKind(StringMatchKind kind) => kind switch
    {
        StringMatchKind.Exact => "exactly",
        StringMatchKind.Prefix => "prefix",
        StringMatchKind.Suffix => "suffix",
        StringMatchKind.Contains => "contained",
        _ => "regex",
    };
}
