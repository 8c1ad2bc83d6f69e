using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Jwt;

/// <summary>What is expected of the claims of an issuer's tokens. Immutable.</summary>
public sealed class JwtExpectations
{
    /// <summary>How far clocks may differ when nothing is said, as in Envoy.</summary>
    public const int ClockSkewSecondsDefault = 60;

    private readonly byte[][] _audiences = [];

    /// <summary>The issuer; empty for any.</summary>
    public ReadOnlyMemory<byte> Issuer { get; init; }

    /// <summary>The audiences of which the token must name one; none for any or no audience.</summary>
    public IReadOnlyList<string> Audiences
    {
        get => [.. _audiences.Select(System.Text.Encoding.UTF8.GetString)];
        init => _audiences = NormalizeAudiences(value);
    }

    /// <summary>Whom the token may be about; null for anybody.</summary>
    public ByteStringMatcher? Subjects { get; init; }

    /// <summary>How far clocks may differ, in seconds.</summary>
    public int ClockSkewSeconds { get; init; } = ClockSkewSecondsDefault;

    /// <summary>Whether the token must say when it ends.</summary>
    public bool RequiresExpiration { get; init; }

    /// <summary>For how long from now it may be valid, in seconds; null for any time.</summary>
    public long? LifetimeSecondsMax { get; init; }

    /// <summary>
    /// Whether claims are as expected now. Allocates nothing, so that it is asked of cached tokens as well.
    /// </summary>
    /// <param name="claims">The claims.</param>
    /// <param name="audiences">Audiences in place of the issuer's, normalised; null for the issuer's.</param>
    /// <param name="nowSeconds">The time, in seconds since 1970-01-01 UTC.</param>
    public JwtStatus Check(JwtClaims claims, byte[][]? audiences, long nowSeconds)
    {
        if (!Issuer.IsEmpty && !claims.Issuer.SequenceEqual(Issuer.Span))
        {
            return JwtStatus.UnknownIssuer;
        }

        if (Subjects is { } subjects && !subjects.IsMatch(claims.Subject))
        {
            return JwtStatus.SubjectNotAllowed;
        }

        JwtStatus status = CheckTime(claims, nowSeconds);
        if (status != JwtStatus.Ok)
        {
            return status;
        }

        audiences ??= _audiences;
        return audiences.Length == 0 || claims.HasAudienceOf(audiences)
            ? JwtStatus.Ok
            : JwtStatus.AudienceNotAllowed;
    }

    /// <summary>Audiences in the form in which they are compared.</summary>
    /// <param name="audiences">The audiences.</param>
    public static byte[][] NormalizeAudiences(IEnumerable<string> audiences) =>
    [
        .. audiences.Select(audience =>
            JwtClaims.NormalizeAudience(System.Text.Encoding.UTF8.GetBytes(audience)).ToArray()),
    ];

    private JwtStatus CheckTime(JwtClaims claims, long nowSeconds)
    {
        if (claims.NotBefore is { } notBefore && notBefore > nowSeconds + ClockSkewSeconds)
        {
            return JwtStatus.NotYetValid;
        }

        if (claims.ExpiresAt is not { } expiresAt)
        {
            return RequiresExpiration || LifetimeSecondsMax is not null
                ? JwtStatus.ExpirationMissing
                : JwtStatus.Ok;
        }

        if (nowSeconds > expiresAt + ClockSkewSeconds)
        {
            return JwtStatus.Expired;
        }

        return LifetimeSecondsMax is { } longest && expiresAt - nowSeconds > longest
            ? JwtStatus.LifetimeTooLong
            : JwtStatus.Ok;
    }
}
