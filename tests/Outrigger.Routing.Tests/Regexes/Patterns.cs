using System.Text.RegularExpressions;
using Envoy.Type.Matcher.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Regexes;
using Outrigger.Routing.Rewrites;

namespace Outrigger.Routing.Tests.Regexes;

/// <summary>Compiles patterns as resources do.</summary>
internal static class Patterns
{
    internal static WholeValueRegex? Whole(string pattern, out string error)
    {
        var context = new CompileContext(RoutingLimits.Default);
        WholeValueRegex? regex =
            WholeValueRegex.Compile(new RegexMatcher { Regex = pattern }, FieldPath.Root.Field("m"), context);
        error = string.Join('\n', context.Errors);
        return regex;
    }

    internal static RegexSubstitution? Substitution(string pattern, string substitution, out string error)
    {
        var context = new CompileContext(RoutingLimits.Default);
        var substitute = new RegexMatchAndSubstitute
        {
            Pattern = new RegexMatcher { Regex = pattern },
            Substitution = substitution,
        };
        RegexSubstitution? compiled =
            RegexSubstitution.Compile(substitute, FieldPath.Root.Field("s"), context);
        error = string.Join('\n', context.Errors);
        return compiled;
    }

    internal static string Replace(RegexSubstitution substitution, string text)
    {
        var writer = new ByteWriter(new byte[4096]);
        substitution.Write(Bytes.Of(text), ref writer);
        Assert.False(writer.Overflowed);
        return Bytes.Text(writer.Written);
    }

    /// <summary>RE2's GlobalReplace over the backtracking engine, one match after another.</summary>
    internal static string ReplaceNaively(Regex regex, string text, Func<Match, string> substitute)
    {
        string result = "";
        int position = 0;
        int lastEnd = -1;
        while (position <= text.Length && regex.Match(text, position) is { Success: true } match)
        {
            result += text[position..match.Index];
            position = match.Index;
            if (match.Length == 0 && match.Index == lastEnd)
            {
                result += position < text.Length ? text[position].ToString() : "";
                position++;
                continue;
            }

            result += substitute(match);
            position += match.Length;
            lastEnd = position;
        }

        return result + text[Math.Min(position, text.Length)..];
    }
}
