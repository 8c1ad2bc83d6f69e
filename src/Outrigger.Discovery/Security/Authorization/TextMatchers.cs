using System.Text.RegularExpressions;
using Envoy.Config.Route.V3;
using Envoy.Type.Matcher.V3;

namespace Outrigger.Discovery.Security.Authorization;

/// <summary>
/// The conditions that the values of policies stand for: <c>*</c> is any value that is not empty, <c>x*</c> and
/// <c>*x</c> are a prefix and a suffix, all else is the value itself.
/// </summary>
internal static class TextMatchers
{
    /// <summary>What no text but the empty one fails.</summary>
    private const string AnyText = ".+";

    /// <summary>A condition on a text.</summary>
    public static StringMatcher Of(string value) => WithPrefix(value, "");

    /// <summary>A condition on a text that has a prefix which the value does not say.</summary>
    public static StringMatcher WithPrefix(string value, string prefix)
    {
        if (value == "*") return Any();
        if (value.StartsWith('*'))
        {
            return prefix.Length == 0
                ? Suffix(value[1..])
                : Expression($"{prefix}.*{Quote(value[1..])}");
        }
        return value.EndsWith('*') ? Prefix(prefix + value[..^1]) : Exact(prefix + value);
    }

    /// <summary>A condition on a header.</summary>
    public static HeaderMatcher Header(string name, string value) => value == "*"
        ? new HeaderMatcher { Name = name, PresentMatch = true }
        : new HeaderMatcher { Name = name, StringMatch = Of(value) };

    /// <summary>A condition on the host, which has no case.</summary>
    public static HeaderMatcher Host(string value)
    {
        var matcher = Header(":authority", value);
        if (matcher.StringMatch is not null) matcher.StringMatch.IgnoreCase = true;
        return matcher;
    }

    /// <summary>A condition on a value that is one of several texts.</summary>
    public static ValueMatcher OneOf(IReadOnlyList<string> values)
    {
        if (values.Count == 1) return new ValueMatcher { StringMatch = Of(values[0]) };
        var any = new OrMatcher();
        any.ValueMatchers.Add(values.Select(value => new ValueMatcher { StringMatch = Of(value) }));
        return new ValueMatcher { OrMatch = any };
    }

    /// <summary>Any text that is not empty.</summary>
    public static StringMatcher Any() => Expression(AnyText);

    /// <summary>The text itself.</summary>
    public static StringMatcher Exact(string text) => new() { Exact = text };

    /// <summary>What the text begins with.</summary>
    public static StringMatcher Prefix(string text) => new() { Prefix = text };

    /// <summary>What the text ends with.</summary>
    public static StringMatcher Suffix(string text) => new() { Suffix = text };

    /// <summary>A regular expression for the whole text.</summary>
    public static StringMatcher Expression(string pattern) =>
        new() { SafeRegex = new RegexMatcher { Regex = pattern } };

    /// <summary>A text as a regular expression that matches nothing else.</summary>
    public static string Quote(string text) => SpecialCharacter.Replace(text, @"\$0");

    private static Regex SpecialCharacter { get; } = new(@"[\\.+*?()|\[\]{}^$]", RegexOptions.CultureInvariant);
}
