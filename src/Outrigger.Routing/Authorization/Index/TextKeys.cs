using Outrigger.Routing.Matching;
using Outrigger.Routing.Regexes;

namespace Outrigger.Routing.Authorization.Index;

/// <summary>Finds the keys of conditions on texts.</summary>
internal static class TextKeys
{
    private static readonly GuardKey s_present = new(GuardKeyKind.Present);

    /// <summary>Keys of which a value that meets the condition fits one.</summary>
    public static GuardKey[] Of(in ByteStringMatcher matcher)
    {
        switch (matcher.Kind)
        {
            case StringMatchKind.Exact:
                return [GuardKey.Of(GuardKeyKind.Exact, matcher.Pattern)];
            case StringMatchKind.Prefix when matcher.Pattern.IsEmpty:
                return [s_present];
            case StringMatchKind.Prefix:
                return [GuardKey.Of(GuardKeyKind.Prefix, matcher.Pattern)];
            case StringMatchKind.Suffix:
                return [GuardKey.Of(GuardKeyKind.Suffix, matcher.Pattern)];
            case StringMatchKind.Regex:
                return OfGlobs(matcher.Regex, Of) ?? [s_present];
            default:
                return [s_present];
        }
    }

    /// <summary>
    /// The segments of which one must follow a marker such as <c>/ns/</c> in every value that meets the condition;
    /// null when there need be none.
    /// </summary>
    public static GuardKey[]? OfSegment(in ByteStringMatcher matcher, byte[] marker)
    {
        if (matcher.IgnoresCase)
        {
            return null;
        }

        switch (matcher.Kind)
        {
            case StringMatchKind.Exact or StringMatchKind.Suffix:
                return OfText(matcher.Pattern, isAtEnd: true, marker) is { } whole ? [whole] : null;
            case StringMatchKind.Prefix or StringMatchKind.Contains:
                return OfText(matcher.Pattern, isAtEnd: false, marker) is { } part ? [part] : null;
            default:
                return OfGlobs(matcher.Regex, glob => OfGlob(glob, marker));
        }
    }

    private static GuardKey[]? OfGlobs(WholeValueRegex? regex, Func<TextGlob, GuardKey?> keyOf)
    {
        var keys = new List<GuardKey>();
        foreach (TextGlob glob in regex is null ? default : regex.Globs)
        {
            if (keyOf(glob) is not { } key)
            {
                return null;
            }

            keys.Add(key);
        }

        return keys.Count == 0 ? null : [.. keys];
    }

    private static GuardKey? Of(TextGlob glob)
    {
        byte[] first = glob.Texts[0];
        byte[] last = glob.Texts[^1];
        if (glob.IsExact)
        {
            return GuardKey.Of(GuardKeyKind.Exact, first);
        }

        if (first.Length == 0 && last.Length == 0)
        {
            return s_present;
        }

        return first.Length >= last.Length
            ? GuardKey.Of(GuardKeyKind.Prefix, first)
            : GuardKey.Of(GuardKeyKind.Suffix, last);
    }

    private static GuardKey? OfGlob(TextGlob glob, byte[] marker)
    {
        for (int i = 0; i < glob.Texts.Length; i++)
        {
            if (OfText(glob.Texts[i], isAtEnd: i == glob.Texts.Length - 1, marker) is { } key)
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>A segment counts only if its end is known: at a slash, or at the end of the value.</summary>
    private static GuardKey? OfText(ReadOnlySpan<byte> text, bool isAtEnd, byte[] marker)
    {
        int start = text.IndexOf(marker);
        if (start < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = text[(start + marker.Length)..];
        int slash = rest.IndexOf((byte)'/');
        if (slash < 0 && !isAtEnd)
        {
            return null;
        }

        return GuardKey.Of(GuardKeyKind.Exact, slash < 0 ? rest : rest[..slash]);
    }
}
