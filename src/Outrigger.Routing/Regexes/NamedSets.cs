namespace Outrigger.Routing.Regexes;

/// <summary>The sets that have names in RE2's syntax. Like RE2's, they hold ASCII only.</summary>
internal static class NamedSets
{
    private static readonly (int First, int Last)[] Digits = [('0', '9')];
    private static readonly (int First, int Last)[] Letters = [('A', 'Z'), ('a', 'z')];
    private static readonly (int First, int Last)[] LettersAndDigits = [('0', '9'), ('A', 'Z'), ('a', 'z')];
    private static readonly (int First, int Last)[] Word = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

    /// <summary>The set of <c>\d \D \s \S \w \W</c>; null for another letter.</summary>
    internal static CodePointSet? OfEscape(char letter)
    {
        CodePointSet? set = char.ToLowerInvariant(letter) switch
        {
            'd' => CodePointSet.OfRanges(Digits),
            's' => CodePointSet.OfRanges([('\t', '\n'), ('\f', '\r'), (' ', ' ')]),
            'w' => CodePointSet.OfRanges(Word),
            _ => null,
        };
        return char.IsAsciiLetterUpper(letter) ? set?.Complement() : set;
    }

    /// <summary>The set of <c>[:name:]</c> inside brackets; null for another name.</summary>
    internal static CodePointSet? OfPosixName(string name)
    {
        IEnumerable<(int First, int Last)>? ranges = name switch
        {
            "alnum" => LettersAndDigits,
            "alpha" => Letters,
            "ascii" => [(0, 0x7F)],
            "blank" => [('\t', '\t'), (' ', ' ')],
            "cntrl" => [(0, 0x1F), (0x7F, 0x7F)],
            "digit" => Digits,
            "graph" => [('!', '~')],
            "lower" => [('a', 'z')],
            "print" => [(' ', '~')],
            "punct" => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
            "space" => [('\t', '\r'), (' ', ' ')],
            "upper" => [('A', 'Z')],
            "word" => Word,
            "xdigit" => [('0', '9'), ('A', 'F'), ('a', 'f')],
            _ => null,
        };
        return ranges is null ? null : CodePointSet.OfRanges(ranges);
    }
}
