namespace Outrigger.Routing;

/// <summary>
/// A generator of random numbers for weights and fractions (SplitMix64). It is eight bytes of state that the
/// caller owns, one per worker thread, so a decision takes no lock, and a given seed always gives the same
/// decisions. Not for secrets.
/// </summary>
/// <param name="seed">Any number; equal seeds give equal sequences.</param>
public struct RandomState(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>
    /// A number from 0 up to, not including, <paramref name="bound"/>; the bias is below 2^-32.
    /// </summary>
    /// <param name="bound">At least 1.</param>
    public uint NextBelow(uint bound) => (uint)Math.BigMul(NextUInt64(), bound, out _);
}
