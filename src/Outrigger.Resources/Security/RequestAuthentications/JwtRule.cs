using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.RequestAuthentications;

/// <summary>Which tokens are accepted, and where they are looked for.</summary>
[OneOf("jwksUri", "jwks_uri", "jwks")]
public sealed record JwtRule
{
    /// <summary>Audiences of which the token must name one.</summary>
    [Length(Min = 1, Of = SchemaPart.Item)]
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>Whether the token is kept in the forwarded request.</summary>
    public bool? ForwardOriginalToken { get; init; }

    /// <summary>Cookies that may carry the token.</summary>
    [Length(Min = 1, Of = SchemaPart.Item)]
    public IReadOnlyList<string> FromCookies { get; init; } = [];

    /// <summary>Headers that may carry the token.</summary>
    public IReadOnlyList<JwtHeader> FromHeaders { get; init; } = [];

    /// <summary>Query parameters that may carry the token.</summary>
    [Length(Min = 1, Of = SchemaPart.Item)]
    public IReadOnlyList<string> FromParams { get; init; } = [];

    /// <summary>The issuer of the tokens.</summary>
    [Length(Min = 1)]
    public string? Issuer { get; init; }

    /// <summary>The issuer's public keys.</summary>
    public string? Jwks { get; init; }

    /// <summary>Other spelling of <see cref="JwksUri"/>.</summary>
    [Length(Min = 1, Max = 2048)]
    [Rule(ValueRule.HttpUrl)]
    [FieldName("jwks_uri")]
    public string? JwksUriLegacy { get; init; }

    /// <summary>Where the issuer's public keys are found.</summary>
    [Length(Min = 1, Max = 2048)]
    [Rule(ValueRule.HttpUrl)]
    public string? JwksUri { get; init; }

    /// <summary>Claims to copy into headers.</summary>
    public IReadOnlyList<ClaimToHeader> OutputClaimToHeaders { get; init; } = [];

    /// <summary>Header that gets the token's payload in base64url.</summary>
    public string? OutputPayloadToHeader { get; init; }

    /// <summary>Whether a token must be there.</summary>
    public JwtPresence? Presence { get; init; }

    /// <summary>Claims whose text is a list separated by spaces.</summary>
    [Count(Max = 64)]
    [Length(Min = 1, Of = SchemaPart.Item)]
    public IReadOnlyList<string> SpaceDelimitedClaims { get; init; } = [];

    /// <summary>Time that fetching the keys may take.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Timeout { get; init; }
}
