using System.Runtime.CompilerServices;
using Outrigger.Routing;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>What a worker keeps for the filters that verify tokens.</summary>
internal sealed class JwtWorkerState
{
    /// <summary>Tokens of one requirement that are looked at; a request with more is refused.</summary>
    public const int TokensMax = 8;

    private readonly ConditionalWeakTable<JwtProviderModel, VerifiedTokenCache> _caches = [];
    private readonly (VerifiedToken Token, JwtLocation Location)[] _found =
        new (VerifiedToken, JwtLocation)[TokensMax];

    private RandomState _random;

    /// <summary>Makes the state.</summary>
    /// <param name="seed">A random number that nobody else knows.</param>
    public JwtWorkerState(ulong seed)
    {
        _random = new RandomState(seed);
    }

    /// <summary>Room for the tokens of one requirement.</summary>
    public Span<(VerifiedToken Token, JwtLocation Location)> Found => _found;

    /// <summary>The verified tokens of an issuer; they go when the issuer goes.</summary>
    /// <param name="provider">The issuer.</param>
    public VerifiedTokenCache CacheOf(JwtProviderModel provider)
    {
        if (_caches.TryGetValue(provider, out var cache))
            return cache;
        cache = new VerifiedTokenCache(provider.CachedTokensMax, (long)_random.NextUInt64());
        _caches.Add(provider, cache);
        return cache;
    }
}
