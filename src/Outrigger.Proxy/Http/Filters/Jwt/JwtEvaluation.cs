using System.Collections.Immutable;
using Outrigger.Proxy.Stats;
using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>
/// Decides whether a request meets a requirement, in Envoy's order; the request gets what its good tokens say.
/// All tokens of a requirement must be good: of a good and a bad one the service might take the bad one.
/// </summary>
internal readonly ref struct JwtEvaluation
{
    private readonly HttpFilterContext _context;
    private readonly JwtWorkerState _state;
    private readonly StatBlock<JwtAuthnStat> _stats;
    private readonly long _nowSeconds;

    /// <summary>Prepares to decide about a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="stats">Counts what the worker remembered.</param>
    public JwtEvaluation(HttpFilterContext context, StatBlock<JwtAuthnStat> stats)
    {
        _context = context;
        _state = context.Worker.Jwt;
        _stats = stats;
        _nowSeconds = context.Worker.Loop.UtcNow.ToUnixTimeSeconds();
    }

    /// <summary>Decides about the request.</summary>
    /// <param name="requirement">What is required of it.</param>
    /// <returns><see cref="JwtStatus.Ok"/> when it may go on.</returns>
    public JwtStatus Evaluate(JwtRequirementModel requirement)
    {
        switch (requirement.Kind)
        {
            case JwtRequirementKind.Token:
                return VerifyTokens(requirement, ignoresBad: false);
            case JwtRequirementKind.NoTokenOrGood:
                var status = VerifyTokens(requirement, ignoresBad: false);
                return status == JwtStatus.Missing ? JwtStatus.Ok : status;
            case JwtRequirementKind.Anything:
                VerifyTokens(requirement, ignoresBad: true);
                return JwtStatus.Ok;
            case JwtRequirementKind.Any:
                return EvaluateParts(requirement.Parts, endsWith: JwtStatus.Ok);
            case JwtRequirementKind.All:
                return EvaluateParts(requirement.Parts, endsWith: null);
            default:
                return JwtStatus.Ok;
        }
    }

    /// <summary>
    /// Of alternatives the first good one counts, else the last one; of a conjunction the first bad one.
    /// </summary>
    private JwtStatus EvaluateParts(ImmutableArray<JwtRequirementModel> parts, JwtStatus? endsWith)
    {
        var status = JwtStatus.Ok;
        foreach (var part in parts)
        {
            status = Evaluate(part);
            if (endsWith is null ? status != JwtStatus.Ok : status == endsWith)
                return status;
        }

        return status;
    }

    private JwtStatus VerifyTokens(JwtRequirementModel requirement, bool ignoresBad)
    {
        var found = _state.Found;
        var count = 0;
        foreach (var source in requirement.Sources)
        {
            var reader = new JwtTokenReader(source.Location, _context.Request);
            while (reader.TryRead(out var token))
            {
                if (count == found.Length)
                    return JwtStatus.TooMany;
                var status = Verify(source.Providers, token, requirement.Audiences, out var verified);
                if (status == JwtStatus.Ok)
                    found[count++] = (verified!, source.Location);
                else if (!ignoresBad)
                    return status;
            }
        }

        // The request changes only now: what was read of it stayed where it was.
        foreach (var (token, location) in found[..count])
            JwtHandover.Apply(token, location, _context);
        return count == 0 ? JwtStatus.Missing : JwtStatus.Ok;
    }

    private JwtStatus Verify(
        ImmutableArray<JwtProviderModel> providers,
        ReadOnlySpan<byte> token,
        byte[][]? audiences,
        out VerifiedToken? verified)
    {
        foreach (var provider in providers)
        {
            var cache = _state.CacheOf(provider);
            if ((verified = cache.Find(token)) is null)
                continue;
            _stats.Increment(JwtAuthnStat.JwtCacheHit);
            var status = provider.Expectations.Check(verified.Claims, audiences, _nowSeconds);
            if (status == JwtStatus.Expired)
                cache.Remove(verified);
            return status;
        }

        _stats.Increment(JwtAuthnStat.JwtCacheMiss);
        return VerifyNew(providers, token, audiences, out verified);
    }

    private JwtStatus VerifyNew(
        ImmutableArray<JwtProviderModel> providers,
        ReadOnlySpan<byte> token,
        byte[][]? audiences,
        out VerifiedToken? verified)
    {
        verified = null;
        var status = JsonWebSignature.TryParse(token, out var signature);
        if (status != JwtStatus.Ok)
            return status;
        status = JwtClaims.TryRead(signature!.Payload, out var claims);
        if (status != JwtStatus.Ok)
            return status;
        if (ProviderOf(providers, claims!) is not { } provider)
            return JwtStatus.UnknownIssuer;
        status = provider.Expectations.Check(claims!, audiences, _nowSeconds);
        if (status == JwtStatus.Ok)
            status = provider.Keys.Verify(signature);
        if (status != JwtStatus.Ok)
            return status;
        verified = new VerifiedToken(provider, signature, claims!);
        _state.CacheOf(provider).Add(verified);
        return JwtStatus.Ok;
    }

    /// <summary>The issuer that the token names, else the first one that takes tokens of anybody.</summary>
    private static JwtProviderModel? ProviderOf(ImmutableArray<JwtProviderModel> providers, JwtClaims claims)
    {
        JwtProviderModel? ofAnybody = null;
        foreach (var provider in providers)
        {
            var issuer = provider.Expectations.Issuer.Span;
            if (issuer.IsEmpty)
                ofAnybody ??= provider;
            else if (issuer.SequenceEqual(claims.Issuer))
                return provider;
        }

        return ofAnybody;
    }
}
