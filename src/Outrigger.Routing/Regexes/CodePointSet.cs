namespace Outrigger.Routing.Regexes;

/// <summary>
/// A set of Unicode code points, kept as sorted ranges that neither touch nor overlap. Immutable.
/// </summary>
internal sealed class CodePointSet
{
    internal const int CodePointMax = 0x10FFFF;

    private readonly (int First, int Last)[] _ranges;

    private CodePointSet((int First, int Last)[] ranges)
    {
        _ranges = ranges;
    }

    internal static CodePointSet All { get; } = new([(0, CodePointMax)]);

    internal static CodePointSet AllButNewLine { get; } = Of('\n').Complement();

    internal ReadOnlySpan<(int First, int Last)> Ranges => _ranges;

    internal static CodePointSet Of(int codePoint) => new([(codePoint, codePoint)]);

    internal static CodePointSet OfRanges(IEnumerable<(int First, int Last)> ranges)
    {
        var merged = new List<(int First, int Last)>();
        foreach ((int first, int last) in ranges.Order())
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            }
            else
            {
                merged.Add((first, last));
            }
        }

        return new([.. merged]);
    }

    internal CodePointSet Complement()
    {
        var ranges = new List<(int First, int Last)>();
        int next = 0;
        foreach ((int first, int last) in _ranges)
        {
            if (first > next)
            {
                ranges.Add((next, first - 1));
            }

            next = last + 1;
        }

        if (next <= CodePointMax)
        {
            ranges.Add((next, CodePointMax));
        }

        return new([.. ranges]);
    }

    /// <summary>
    /// Adds the other case of every letter: of all ASCII letters, and of other letters that stand alone.
    /// Whole ranges of other scripts stay as they are; no route or policy was seen to need them.
    /// </summary>
    internal CodePointSet WithBothCases()
    {
        var ranges = new List<(int First, int Last)>(_ranges);
        foreach ((int first, int last) in _ranges)
        {
            AddShifted(ranges, first, last, 'a', 'z', 'A' - 'a');
            AddShifted(ranges, first, last, 'A', 'Z', 'a' - 'A');
            if (first == last && first is > 0x7F and <= char.MaxValue)
            {
                ranges.Add((char.ToUpperInvariant((char)first), char.ToUpperInvariant((char)first)));
                ranges.Add((char.ToLowerInvariant((char)first), char.ToLowerInvariant((char)first)));
            }
        }

        return OfRanges(ranges);
    }

    internal bool Contains(int codePoint)
    {
        int low = 0;
        int high = _ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (codePoint < _ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (codePoint > _ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static void AddShifted(
        List<(int First, int Last)> ranges, int first, int last, int lettersFirst, int lettersLast, int shift)
    {
        int from = Math.Max(first, lettersFirst);
        int to = Math.Min(last, lettersLast);
        if (from <= to)
        {
            ranges.Add((from + shift, to + shift));
        }
    }
}
