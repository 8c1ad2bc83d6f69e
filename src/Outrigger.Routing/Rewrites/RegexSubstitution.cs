using System.Text;
using System.Text.RegularExpressions;
using Envoy.Type.Matcher.V3;
using Outrigger.Routing.Compilation;

namespace Outrigger.Routing.Rewrites;

/// <summary>
/// Replaces every occurrence of a regular expression: <c>envoy.type.matcher.v3.RegexMatchAndSubstitute</c>. In the
/// substitution <c>\0</c> is the whole occurrence, <c>\1</c> to <c>\9</c> its groups, and <c>\\</c> a backslash.
/// </summary>
public sealed class RegexSubstitution
{
    private readonly Regex _regex;
    private readonly string _substitution;

    private RegexSubstitution(Regex regex, string substitution)
    {
        _regex = regex;
        _substitution = substitution;
    }

    internal void Write(scoped ReadOnlySpan<byte> value, scoped ref ByteWriter writer)
    {
        string text = Encoding.UTF8.GetString(value);
        int position = 0;
        for (Match match = _regex.Match(text); match.Success; match = match.NextMatch())
        {
            writer.Write(text.AsSpan(position, match.Index - position));
            WriteSubstitution(match, ref writer);
            position = match.Index + match.Length;
        }

        writer.Write(text.AsSpan(position));
    }

    internal static RegexSubstitution? Compile(
        RegexMatchAndSubstitute substitute, FieldPath path, CompileContext context)
    {
        if (substitute.Pattern is null || substitute.Pattern.Regex.Length == 0)
        {
            context.Error(path.Field("pattern").Field("regex"), "a regular expression is missing");
            return null;
        }

        try
        {
            const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
            return new(new Regex(substitute.Pattern.Regex, Options), substitute.Substitution);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            context.Error(path.Field("pattern").Field("regex"), exception.Message);
            return null;
        }
    }

    private void WriteSubstitution(Match match, scoped ref ByteWriter writer)
    {
        for (int i = 0; i < _substitution.Length; i++)
        {
            if (_substitution[i] == '\\' && i + 1 < _substitution.Length)
            {
                i++;
                if (char.IsAsciiDigit(_substitution[i]))
                {
                    writer.Write(match.Groups[_substitution[i] - '0'].ValueSpan);
                    continue;
                }
            }

            writer.Write(_substitution.AsSpan(i, 1));
        }
    }
}
