namespace Outrigger.Routing.Regexes;

/// <summary>Reads a set in brackets: <c>[a-z]</c>, <c>[^\d_]</c>, <c>[[:alpha:]-]</c>.</summary>
internal sealed class SetParser(PatternReader reader, bool ignoreCase)
{
    private readonly List<(int First, int Last)> _ranges = [];

    /// <summary>Reads the set, behind its opening bracket.</summary>
    internal CodePointSet Read()
    {
        bool isNegated = reader.Skip("^");
        bool isFirst = true;
        while (isFirst || !reader.StartsWith("]"))
        {
            if (reader.AtEnd)
            {
                throw new RegexSyntaxException("a [ has no closing ]");
            }

            isFirst = false;
            if (!ReadNamedSet())
            {
                ReadRange();
            }
        }

        reader.Skip("]");
        var set = CodePointSet.OfRanges(_ranges);
        set = ignoreCase ? set.WithBothCases() : set;
        return isNegated ? set.Complement() : set;
    }

    private bool ReadNamedSet()
    {
        CodePointSet? set = null;
        if (reader.Skip("[:"))
        {
            string name = reader.ReadUntil(":]") ?? throw new RegexSyntaxException("a [: has no closing :]");
            bool isNegated = name.StartsWith('^');
            set = NamedSets.OfPosixName(isNegated ? name[1..] : name)
                ?? throw new RegexSyntaxException($"[:{name}:] is no set of RE2's syntax");
            set = isNegated ? set.Complement() : set;
        }
        else if (reader.StartsWith("\\") && reader.Position + 1 is var next)
        {
            reader.Position = next;
            set = reader.AtEnd ? null : NamedSets.OfEscape(reader.Current);
            reader.Position = set is null ? next - 1 : next + 1;
        }

        if (set is not null)
        {
            _ranges.AddRange(set.Ranges);
        }

        return set is not null;
    }

    private void ReadRange()
    {
        int start = reader.Position;
        int first = ReadCodePoint();
        int last = first;
        if (reader.StartsWith("-") && !reader.StartsWith("-]"))
        {
            reader.Skip("-");
            last = reader.AtEnd ? throw new RegexSyntaxException("a [ has no closing ]") : ReadCodePoint();
        }

        if (last < first)
        {
            throw new RegexSyntaxException($"the range {reader.TextSince(start)} is backwards");
        }

        _ranges.Add((first, last));
    }

    private int ReadCodePoint()
    {
        if (!reader.Skip("\\"))
        {
            return reader.ReadCodePoint();
        }

        return reader.AtEnd
            ? throw new RegexSyntaxException("the pattern ends in a backslash")
            : reader.ReadEscapedCodePoint();
    }
}
