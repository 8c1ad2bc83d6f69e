namespace Outrigger.Routing.Regexes;

/// <summary>
/// Texts in their order with anything but a new line between them, such as <c>.*/ns/shop/.*</c>: what most
/// expressions of policies are. Tested by searching for the texts, which is many times faster than an automaton.
/// </summary>
internal sealed class TextGlob
{
    private readonly byte[][] _texts;
    private readonly int[] _gaps;

    /// <param name="texts">The texts, one more than there are gaps; the first and the last may be empty.</param>
    /// <param name="gaps">How long each gap is at least, in characters: 0 or 1.</param>
    internal TextGlob(byte[][] texts, int[] gaps)
    {
        _texts = texts;
        _gaps = gaps;
    }

    /// <summary>The texts in their order.</summary>
    internal ReadOnlySpan<byte[]> Texts => _texts;

    /// <summary>Whether there is no gap, so that the value has to be the text.</summary>
    internal bool IsExact => _gaps.Length == 0;

    /// <summary>Whether the whole value is made so.</summary>
    internal bool IsMatch(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> first = _texts[0];
        if (IsExact)
        {
            return value.SequenceEqual(first);
        }

        ReadOnlySpan<byte> last = _texts[^1];
        if (value.Length < first.Length + last.Length || !value.StartsWith(first) || !value.EndsWith(last))
        {
            return false;
        }

        // No text has a new line, so one in the value would have to be in a gap.
        ReadOnlySpan<byte> rest = value[first.Length..^last.Length];
        return !rest.Contains((byte)'\n') && HasMiddle(rest);
    }

    /// <summary>
    /// Looks for each text as far left as it can be, which leaves the most for the texts behind it. A gap of one
    /// character is one of at least one byte, since the texts around it are whole characters.
    /// </summary>
    private bool HasMiddle(ReadOnlySpan<byte> rest)
    {
        for (int i = 1; i < _texts.Length - 1; i++)
        {
            if (rest.Length < _gaps[i - 1])
            {
                return false;
            }

            rest = rest[_gaps[i - 1]..];
            int start = rest.IndexOf(_texts[i]);
            if (start < 0)
            {
                return false;
            }

            rest = rest[(start + _texts[i].Length)..];
        }

        return rest.Length >= _gaps[^1];
    }
}
