using System.Collections.Immutable;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>
/// Which tokens a request must carry (<c>envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement</c>).
/// Immutable.
/// </summary>
/// <param name="Kind">What is required.</param>
internal sealed record JwtRequirementModel(JwtRequirementKind Kind)
{
    /// <summary>Requires nothing.</summary>
    public static JwtRequirementModel Nothing { get; } = new(JwtRequirementKind.Nothing);

    /// <summary>The requirements that it is made of.</summary>
    public ImmutableArray<JwtRequirementModel> Parts { get; init; } = [];

    /// <summary>Where tokens may be, and of whom.</summary>
    public ImmutableArray<JwtTokenSource> Sources { get; init; } = [];

    /// <summary>Audiences in place of the issuer's, normalised; null for the issuer's.</summary>
    public byte[][]? Audiences { get; init; }
}
