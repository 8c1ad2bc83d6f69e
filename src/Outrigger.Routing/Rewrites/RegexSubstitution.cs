using System.Text;
using Envoy.Type.Matcher.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Regexes;

namespace Outrigger.Routing.Rewrites;

/// <summary>
/// Replaces every occurrence of a regular expression: <c>envoy.type.matcher.v3.RegexMatchAndSubstitute</c>.
/// In the substitution <c>\0</c> is the whole occurrence, <c>\1</c> to <c>\9</c> its groups, and <c>\\</c> a
/// backslash. The search needs memory in proportion to the expression. It is kept for the next request, so it
/// is allocated anew only while several workers rewrite by the same expression at the same moment.
/// </summary>
public sealed class RegexSubstitution
{
    private readonly RegexProgram _program;
    private readonly (byte[] Literal, int Group)[] _substitution;
    private RegexSearch? _idleSearch;

    private RegexSubstitution(ParsedPattern pattern, (byte[] Literal, int Group)[] substitution)
    {
        _program = pattern.Program;
        _substitution = substitution;
    }

    /// <summary>
    /// Writes the value with every occurrence replaced, as RE2's <c>GlobalReplace</c> does.
    /// </summary>
    internal void Write(scoped ReadOnlySpan<byte> value, scoped ref ByteWriter writer)
    {
        RegexSearch search = Interlocked.Exchange(ref _idleSearch, null) ?? new RegexSearch(_program);
        Span<int> slots = stackalloc int[RegexProgram.SlotCount];
        int position = 0;
        int lastEnd = -1;
        while (position <= value.Length && search.Find(value, position, slots))
        {
            (int start, int end) = (slots[0], slots[1]);
            writer.Write(value[position..start]);
            position = start;
            if (start == end && start == lastEnd)
            {
                // An empty occurrence right behind another one does not count; step over one character.
                int length = CharacterLength(value[position..]);
                writer.Write(value.Slice(position, length));
                position += Math.Max(1, length);
                continue;
            }

            WriteSubstitution(value, slots, ref writer);
            position = end;
            lastEnd = end;
        }

        writer.Write(value[Math.Min(position, value.Length)..]);
        Volatile.Write(ref _idleSearch, search);
    }

    internal static RegexSubstitution? Compile(
        RegexMatchAndSubstitute substitute, FieldPath path, CompileContext context)
    {
        ParsedPattern? pattern = RegexCompilation.Parse(substitute.Pattern, path.Field("pattern"), context);
        if (pattern is null)
        {
            return null;
        }

        (byte[] Literal, int Group)[]? substitution =
            ParseSubstitution(substitute.Substitution, pattern.GroupCount, out string problem);
        if (substitution is null)
        {
            context.Error(path.Field("substitution"), problem);
            return null;
        }

        return new(pattern, substitution);
    }

    private static int CharacterLength(ReadOnlySpan<byte> text)
    {
        Rune.DecodeFromUtf8(text, out _, out int length);
        return length;
    }

    /// <summary>
    /// Splits the substitution into pieces of text and the group that follows each; -1 for none.
    /// </summary>
    private static (byte[] Literal, int Group)[]? ParseSubstitution(
        string substitution, int groupCount, out string problem)
    {
        var pieces = new List<(byte[] Literal, int Group)>();
        var literal = new StringBuilder();
        problem = "";
        for (int i = 0; i < substitution.Length; i++)
        {
            if (substitution[i] != '\\')
            {
                literal.Append(substitution[i]);
                continue;
            }

            char escaped = ++i < substitution.Length ? substitution[i] : '\0';
            if (escaped == '\\')
            {
                literal.Append('\\');
            }
            else if (char.IsAsciiDigit(escaped) && escaped - '0' <= groupCount)
            {
                pieces.Add((Encoding.UTF8.GetBytes(literal.ToString()), escaped - '0'));
                literal.Clear();
            }
            else
            {
                problem = char.IsAsciiDigit(escaped)
                    ? $"\\{escaped} names a group, but the pattern has {groupCount}"
                    : "a backslash needs a digit or another backslash behind it";
                return null;
            }
        }

        pieces.Add((Encoding.UTF8.GetBytes(literal.ToString()), -1));
        return [.. pieces];
    }

    private void WriteSubstitution(
        scoped ReadOnlySpan<byte> value, scoped ReadOnlySpan<int> slots, scoped ref ByteWriter writer)
    {
        foreach ((byte[] literal, int group) in _substitution)
        {
            writer.Write(literal);
            if (group >= 0 && slots[2 * group] >= 0)
            {
                writer.Write(value[slots[2 * group]..slots[(2 * group) + 1]]);
            }
        }
    }
}
