namespace Outrigger.Routing.Authorization.Index;

/// <summary>The policies of one key: as a list where they are few, else as one bit each.</summary>
internal sealed class Posting
{
    private readonly int[] _policies = [];
    private readonly ulong[] _bits = [];

    /// <param name="policies">The policies by their places.</param>
    /// <param name="words">How many words hold one bit for every policy.</param>
    public Posting(IReadOnlyCollection<int> policies, int words)
    {
        if (policies.Count <= 2 * words)
        {
            _policies = [.. policies];
            return;
        }

        _bits = new ulong[words];
        foreach (int policy in policies)
        {
            _bits[policy >> 6] |= 1UL << (policy & 63);
        }
    }

    /// <summary>Adds the policies.</summary>
    public void AddTo(Span<ulong> mask)
    {
        foreach (int policy in _policies)
        {
            mask[policy >> 6] |= 1UL << (policy & 63);
        }

        if (_bits.Length > 0)
        {
            PolicyBits.Add(_bits, mask);
        }
    }
}
