using System.Globalization;
using System.Text;

namespace Outrigger.Routing.Regexes;

/// <summary>
/// Writes a parsed expression in .NET's syntax, with nothing left to options or to a dialect: every set is
/// spelled out as ranges of UTF-16 units, and code points beyond them as surrogate pairs. Groups lose their
/// numbers; whoever needs them uses <see cref="RegexProgram"/>. One difference to RE2 stays: .NET's <c>\b</c>
/// counts letters of all scripts.
/// </summary>
internal sealed class DotNetPatternWriter
{
    private const int BmpMax = 0xFFFF;
    private const int SurrogateFirst = 0xD800;
    private const int SurrogateLast = 0xDFFF;

    private readonly StringBuilder _pattern = new();

    private DotNetPatternWriter()
    {
    }

    /// <summary>The expression as it must match a whole value.</summary>
    internal static string WriteWhole(RegexNode node)
    {
        var writer = new DotNetPatternWriter();
        writer._pattern.Append(@"\A(?:");
        writer.Write(node);
        return writer._pattern.Append(@")\z").ToString();
    }

    private void Write(RegexNode node)
    {
        switch (node)
        {
            case SetNode set:
                WriteSet(set.Set);
                break;
            case AssertionNode assertion:
                _pattern.Append(Spell(assertion.Assertion));
                break;
            case SequenceNode sequence:
                foreach (RegexNode part in sequence.Parts)
                {
                    Write(part);
                }

                break;
            case ChoiceNode choice:
                WriteChoice(choice);
                break;
            case RepeatNode repeat:
                WriteRepeat(repeat);
                break;
            case GroupNode group:
                Write(group.Part);
                break;
            default:
                _pattern.Append("(?:)");
                break;
        }
    }

    private static string Spell(RegexAssertion assertion) => assertion switch
    {
        RegexAssertion.TextStart => @"\A",
        RegexAssertion.TextEnd => @"\z",
        RegexAssertion.LineStart => "(?m:^)",
        RegexAssertion.LineEnd => "(?m:$)",
        RegexAssertion.WordBoundary => @"\b",
        _ => @"\B",
    };

    private void WriteChoice(ChoiceNode choice)
    {
        _pattern.Append("(?:");
        for (int i = 0; i < choice.Alternatives.Count; i++)
        {
            _pattern.Append(i == 0 ? "" : "|");
            Write(choice.Alternatives[i]);
        }

        _pattern.Append(')');
    }

    private void WriteRepeat(RepeatNode repeat)
    {
        _pattern.Append("(?:");
        if (repeat is { Part: SetNode set, Min: <= 1, Max: null } && HoldsAllBeyondBmp(set.Set))
        {
            // Any number of characters is any number of units: a set of single units is much cheaper here.
            WriteUnits(set.Set, withSurrogates: true);
        }
        else
        {
            Write(repeat.Part);
        }

        _pattern.Append(')');
        string bounds = repeat.Max is { } max ? $"{{{repeat.Min},{max}}}" : $"{{{repeat.Min},}}";
        _pattern.Append(CultureInfo.InvariantCulture, $"{bounds}{(repeat.IsGreedy ? "" : "?")}");
    }

    private static bool HoldsAllBeyondBmp(CodePointSet set) =>
        set.Ranges.Length > 0
        && set.Ranges[^1].First <= BmpMax + 1
        && set.Ranges[^1].Last == CodePointSet.CodePointMax;

    private void WriteSet(CodePointSet set)
    {
        if (set.Ranges.Length == 0)
        {
            // A set without members, which .NET cannot spell: something that is both a and not a.
            _pattern.Append("[a-[a]]");
            return;
        }

        if (set.Ranges[^1].Last <= BmpMax)
        {
            WriteUnits(set, withSurrogates: false);
            return;
        }

        _pattern.Append("(?:");
        if (set.Ranges[0].First <= BmpMax)
        {
            WriteUnits(set, withSurrogates: false);
            _pattern.Append('|');
        }

        bool isFirst = true;
        foreach ((int first, int last) in set.Ranges)
        {
            if (last > BmpMax)
            {
                _pattern.Append(isFirst ? "" : "|");
                WritePairs(Math.Max(first, BmpMax + 1), last);
                isFirst = false;
            }
        }

        _pattern.Append(')');
    }

    private void WriteUnits(CodePointSet set, bool withSurrogates)
    {
        _pattern.Append('[');
        foreach ((int first, int last) in set.Ranges)
        {
            // A unit of a pair is no code point, though it lies in the middle of the range of those that are.
            WriteRange(first, Math.Min(last, SurrogateFirst - 1));
            WriteRange(Math.Max(first, SurrogateLast + 1), Math.Min(last, BmpMax));
        }

        if (withSurrogates)
        {
            WriteRange(SurrogateFirst, SurrogateLast);
        }

        _pattern.Append(']');
    }

    /// <summary>Writes code points beyond the BMP as pairs: first unit, then second unit.</summary>
    private void WritePairs(int first, int last)
    {
        while (first <= last)
        {
            (int high, int low) = Split(first);
            (int lastHigh, int lastLow) = Split(last);

            // Either pairs with one first unit, or, from a full block on, all full blocks at once.
            bool isOneBlock = high == lastHigh || low != 0xDC00;
            int blockHigh = isOneBlock ? high : lastLow == 0xDFFF ? lastHigh : lastHigh - 1;
            int blockLow = isOneBlock && high == lastHigh ? lastLow : 0xDFFF;
            _pattern.Append('[');
            WriteRange(high, blockHigh);
            _pattern.Append("][");
            WriteRange(low, blockLow);
            _pattern.Append(']');
            first = 0x10000 + ((blockHigh - 0xD800) << 10) + (blockLow - 0xDC00) + 1;
            _pattern.Append(first <= last ? "|" : "");
        }
    }

    private static (int High, int Low) Split(int codePoint) =>
        (0xD800 + ((codePoint - 0x10000) >> 10), 0xDC00 + ((codePoint - 0x10000) & 0x3FF));

    /// <summary>Writes a range of units, unless it is empty.</summary>
    private void WriteRange(int first, int last)
    {
        if (first <= last)
        {
            _pattern.Append(CultureInfo.InvariantCulture, $"\\u{first:X4}-\\u{last:X4}");
        }
    }
}
