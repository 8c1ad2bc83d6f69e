using System.Text;

namespace Outrigger.Routing.Regexes;

/// <summary>
/// Turns an expression into a few <see cref="TextGlob"/>s of which one must match, where it is made of nothing but
/// texts, <c>.*</c>, <c>.+</c>, alternatives and optional parts.
/// </summary>
internal static class TextGlobs
{
    private const int AlternativesMax = 8;
    private const int ReplacementCharacter = 0xFFFD;

    /// <summary>The globs; null when the expression needs an automaton.</summary>
    internal static TextGlob[]? Of(RegexNode root)
    {
        List<Draft>? drafts = Extend([new Draft()], root);
        return drafts is null ? null : [.. drafts.Select(draft => draft.Finish())];
    }

    private static List<Draft>? Extend(List<Draft> drafts, RegexNode node)
    {
        switch (node)
        {
            case EmptyNode:
                return drafts;
            case SetNode set:
                return TryReadText(set.Set, out byte[] text) ? All(drafts, draft => draft.AddText(text)) : null;
            case GroupNode group:
                return Extend(drafts, group.Part);
            case SequenceNode sequence:
                List<Draft>? extended = drafts;
                for (int i = 0; i < sequence.Parts.Count && extended is not null; i++)
                {
                    extended = Extend(extended, sequence.Parts[i]);
                }

                return extended;
            case ChoiceNode choice:
                return Branch(drafts, choice.Alternatives);
            case RepeatNode { Min: 0, Max: 1 } optional:
                return Branch(drafts, [optional.Part, new EmptyNode()]);
            case RepeatNode { Min: 0 or 1, Max: null, Part: SetNode any } repeat
                when ReferenceEquals(any.Set, CodePointSet.AllButNewLine):
                return All(drafts, draft => draft.AddGap(repeat.Min));
            default:
                return null;
        }
    }

    private static List<Draft>? Branch(List<Draft> drafts, IReadOnlyList<RegexNode> alternatives)
    {
        var result = new List<Draft>();
        foreach (RegexNode alternative in alternatives)
        {
            List<Draft>? branch = Extend([.. drafts.Select(draft => draft.Copy())], alternative);
            if (branch is null || result.Count + branch.Count > AlternativesMax)
            {
                return null;
            }

            result.AddRange(branch);
        }

        return result;
    }

    private static List<Draft>? All(List<Draft> drafts, Predicate<Draft> add) =>
        drafts.TrueForAll(add) ? drafts : null;

    /// <summary>
    /// A new line could be taken for one in a gap, and what stands for bytes that are no UTF-8 is in no value.
    /// </summary>
    private static bool TryReadText(CodePointSet set, out byte[] text)
    {
        text = [];
        if (set.Ranges.Length != 1 || set.Ranges[0].First != set.Ranges[0].Last)
        {
            return false;
        }

        int codePoint = set.Ranges[0].First;
        if (codePoint is '\n' or ReplacementCharacter || !Rune.IsValid(codePoint))
        {
            return false;
        }

        text = Encoding.UTF8.GetBytes(new Rune(codePoint).ToString());
        return true;
    }

    private sealed class Draft
    {
        private readonly List<List<byte>> _texts = [[]];
        private readonly List<int> _gaps = [];

        public bool AddText(byte[] text)
        {
            _texts[^1].AddRange(text);
            return true;
        }

        public bool AddGap(int lengthMin)
        {
            if (_gaps.Count > 0 && _texts[^1].Count == 0)
            {
                if (_gaps[^1] + lengthMin > 1)
                {
                    return false;
                }

                _gaps[^1] += lengthMin;
                return true;
            }

            _gaps.Add(lengthMin);
            _texts.Add([]);
            return true;
        }

        public Draft Copy()
        {
            var copy = new Draft();
            copy._texts.Clear();
            copy._texts.AddRange(_texts.Select(text => new List<byte>(text)));
            copy._gaps.AddRange(_gaps);
            return copy;
        }

        public TextGlob Finish() => new([.. _texts.Select(text => text.ToArray())], [.. _gaps]);
    }
}
