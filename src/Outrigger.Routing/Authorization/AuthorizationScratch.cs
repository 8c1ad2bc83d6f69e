namespace Outrigger.Routing.Authorization;

/// <summary>
/// Room that decisions are made in, so that none of them allocates: one for each worker. Not safe for two threads.
/// </summary>
public sealed class AuthorizationScratch
{
    private ulong[] _candidates = new ulong[8];
    private ulong[] _mask = new ulong[8];
    private ulong[] _known = new ulong[2];
    private ulong[] _values = new ulong[2];

    /// <summary>The policies that may still match, one bit each.</summary>
    internal Span<ulong> Candidates(int words) => Take(ref _candidates, words);

    /// <summary>The policies that one attribute leaves, one bit each.</summary>
    internal Span<ulong> Mask(int words) => Take(ref _mask, words);

    /// <summary>Forgets the answers of the decision before.</summary>
    internal void ForgetAnswers(int count)
    {
        int words = (count + 63) / 64;
        Take(ref _known, words).Clear();
        Take(ref _values, words);
    }

    /// <summary>The answer that a condition gave in this decision.</summary>
    internal bool TryRecall(int place, out bool answer)
    {
        ulong bit = 1UL << (place & 63);
        answer = (_values[place >> 6] & bit) != 0;
        return (_known[place >> 6] & bit) != 0;
    }

    /// <summary>Keeps the answer of a condition for the rest of this decision.</summary>
    internal void Remember(int place, bool answer)
    {
        ulong bit = 1UL << (place & 63);
        _known[place >> 6] |= bit;
        _values[place >> 6] = answer ? _values[place >> 6] | bit : _values[place >> 6] & ~bit;
    }

    private static Span<ulong> Take(ref ulong[] array, int words)
    {
        if (array.Length < words)
        {
            array = new ulong[words];
        }

        return array.AsSpan(0, words);
    }
}
