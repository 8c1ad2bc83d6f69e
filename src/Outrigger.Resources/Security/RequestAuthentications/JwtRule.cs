using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.RequestAuthentications;

/// <summary>Record JwtRule.</summary>
[OneOf("jwksUri", "jwks_uri", "jwks")]
public sealed record JwtRule
{
    /// <summary>Field audiences.</summary>
    [Length(Min = 1, Of = SchemaPart.Item)]
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>Field forwardOriginalToken.</summary>
    public bool? ForwardOriginalToken { get; init; }

    /// <summary>Field fromCookies.</summary>
    [Length(Min = 1, Of = SchemaPart.Item)]
    public IReadOnlyList<string> FromCookies { get; init; } = [];

    /// <summary>Field fromHeaders.</summary>
    public IReadOnlyList<JwtHeader> FromHeaders { get; init; } = [];

    /// <summary>Field fromParams.</summary>
    [Length(Min = 1, Of = SchemaPart.Item)]
    public IReadOnlyList<string> FromParams { get; init; } = [];

    /// <summary>Field issuer.</summary>
    [Length(Min = 1)]
    public string? Issuer { get; init; }

    /// <summary>Field jwks.</summary>
    public string? Jwks { get; init; }

    /// <summary>Field jwks_uri.</summary>
    [Length(Min = 1, Max = 2048)]
    [Rule(ValueRule.HttpUrl)]
    [FieldName("jwks_uri")]
    public string? JwksUriLegacy { get; init; }

    /// <summary>Field jwksUri.</summary>
    [Length(Min = 1, Max = 2048)]
    [Rule(ValueRule.HttpUrl)]
    public string? JwksUri { get; init; }

    /// <summary>Field outputClaimToHeaders.</summary>
    public IReadOnlyList<ClaimToHeader> OutputClaimToHeaders { get; init; } = [];

    /// <summary>Field outputPayloadToHeader.</summary>
    public string? OutputPayloadToHeader { get; init; }

    /// <summary>Field presence.</summary>
    public JwtPresence? Presence { get; init; }

    /// <summary>Field spaceDelimitedClaims.</summary>
    [Count(Max = 64)]
    [Length(Min = 1, Of = SchemaPart.Item)]
    public IReadOnlyList<string> SpaceDelimitedClaims { get; init; } = [];

    /// <summary>Field timeout.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Timeout { get; init; }
}
