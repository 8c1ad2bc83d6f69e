using System.IO.Hashing;
using System.Numerics;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>
/// The tokens of one issuer that a worker has verified, so that each is verified once. Of fixed size: a token has
/// four places, found by a hash under a random key, and takes the one that was not used for longest. Whoever asks
/// compares the whole token, and checks its times anew.
/// </summary>
internal sealed class VerifiedTokenCache
{
    /// <summary>Longer tokens are not remembered, so that the memory is bounded.</summary>
    public const int TokenBytesMax = 8 * 1024;

    private const int PlacesPerSet = 4;

    private readonly long _hashKey;
    private readonly int _setsMask;
    private readonly Entry[] _entries;
    private uint _clock;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="tokensMax">How many tokens it holds about.</param>
    /// <param name="hashKey">A random number that nobody else knows.</param>
    public VerifiedTokenCache(int tokensMax, long hashKey)
    {
        var setsCount = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, tokensMax / PlacesPerSet));
        _hashKey = hashKey;
        _setsMask = setsCount - 1;
        _entries = new Entry[setsCount * PlacesPerSet];
    }

    /// <summary>The token, if it was verified; null if it is not remembered.</summary>
    /// <param name="token">The token.</param>
    public VerifiedToken? Find(ReadOnlySpan<byte> token)
    {
        var hash = XxHash3.HashToUInt64(token, _hashKey);
        foreach (ref var entry in SetOf(hash))
        {
            if (entry.Hash != hash || entry.Token is not { } verified || !verified.Token.SequenceEqual(token))
                continue;
            entry.UsedAt = ++_clock;
            return verified;
        }

        return null;
    }

    /// <summary>Remembers a token.</summary>
    /// <param name="verified">The token.</param>
    public void Add(VerifiedToken verified)
    {
        if (verified.Token.Length > TokenBytesMax)
            return;
        var hash = XxHash3.HashToUInt64(verified.Token, _hashKey);
        var set = SetOf(hash);
        var oldest = 0;
        for (var index = 1; index < set.Length; index++)
        {
            // Ages are compared by their distance to now, so that the clock may start anew.
            if (_clock - set[index].UsedAt > _clock - set[oldest].UsedAt)
                oldest = index;
        }

        set[oldest] = new Entry { Hash = hash, Token = verified, UsedAt = ++_clock };
    }

    /// <summary>Forgets a token that is good for nothing any more.</summary>
    /// <param name="verified">The token.</param>
    public void Remove(VerifiedToken verified)
    {
        foreach (ref var entry in SetOf(XxHash3.HashToUInt64(verified.Token, _hashKey)))
        {
            if (ReferenceEquals(entry.Token, verified))
                entry = default;
        }
    }

    private Span<Entry> SetOf(ulong hash) =>
        _entries.AsSpan(((int)hash & _setsMask) * PlacesPerSet, PlacesPerSet);

    private struct Entry
    {
        internal ulong Hash;
        internal VerifiedToken? Token;
        internal uint UsedAt;
    }
}
