using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Envoy.Type.Matcher.V3;
using Outrigger.Routing.Compilation;

namespace Outrigger.Routing.Regexes;

/// <summary>
/// A regular expression in RE2's dialect that must match a whole value:
/// <c>envoy.type.matcher.v3.RegexMatcher</c>. Matching takes time linear in the value's length, whatever the
/// pattern, so a client cannot make it slow.
/// </summary>
public sealed class WholeValueRegex
{
    private const int StackLengthMax = 512;

    private readonly Regex? _regex;
    private readonly TextGlob[] _globs = [];

    private WholeValueRegex(string pattern, Regex regex)
    {
        Pattern = pattern;
        _regex = regex;
    }

    private WholeValueRegex(string pattern, TextGlob[] globs)
    {
        Pattern = pattern;
        _globs = globs;
    }

    /// <summary>The pattern as it was configured.</summary>
    public string Pattern { get; }

    /// <summary>
    /// What the pattern is made of, one of which has to match; empty when it is more than texts with anything between.
    /// </summary>
    internal ReadOnlySpan<TextGlob> Globs => _globs;

    /// <summary>Whether the pattern matches the whole value. The value is read as UTF-8.</summary>
    /// <param name="value">The value.</param>
    public bool IsMatch(ReadOnlySpan<byte> value)
    {
        if (_regex is not null)
        {
            return value.Length > StackLengthMax ? IsMatchPooled(_regex, value) : IsMatchOnStack(_regex, value);
        }

        foreach (TextGlob glob in _globs)
        {
            if (glob.IsMatch(value))
            {
                return true;
            }
        }

        return false;
    }

    internal static WholeValueRegex? Compile(RegexMatcher? matcher, FieldPath path, CompileContext context)
    {
        ParsedPattern? parsed = RegexCompilation.Parse(matcher, path, context);
        if (parsed is null)
        {
            return null;
        }

        if (TextGlobs.Of(parsed.Root) is { } globs)
        {
            return new(parsed.Pattern, globs);
        }

        try
        {
            const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
            return new(parsed.Pattern, new Regex(DotNetPatternWriter.WriteWhole(parsed.Root), Options));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            context.Error(path.Field("regex"), $"'{parsed.Pattern}' cannot be used: {exception.Message}");
            return null;
        }
    }

    [SkipLocalsInit]
    private static bool IsMatchOnStack(Regex regex, ReadOnlySpan<byte> value)
    {
        // UTF-8 never has fewer bytes than UTF-16 has units, so the buffer is always long enough.
        Span<char> characters = stackalloc char[StackLengthMax];
        return regex.IsMatch(characters[..Encoding.UTF8.GetChars(value, characters)]);
    }

    private static bool IsMatchPooled(Regex regex, ReadOnlySpan<byte> value)
    {
        char[] characters = ArrayPool<char>.Shared.Rent(value.Length);
        bool matches = regex.IsMatch(characters.AsSpan(0, Encoding.UTF8.GetChars(value, characters)));
        ArrayPool<char>.Shared.Return(characters);
        return matches;
    }
}
