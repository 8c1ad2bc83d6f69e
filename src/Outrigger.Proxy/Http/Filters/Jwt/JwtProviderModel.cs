using System.Collections.Immutable;
using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>
/// An issuer: its keys, what is expected of its tokens, where they are, and what becomes of them
/// (<c>envoy.extensions.filters.http.jwt_authn.v3.JwtProvider</c>). Immutable. Workers remember verified tokens by
/// this object, so that with other keys, which make another object, none is remembered.
/// </summary>
internal sealed class JwtProviderModel
{
    /// <summary>Tokens that a worker remembers when nothing is said.</summary>
    public const int CachedTokensDefault = 512;

    /// <summary>The name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>What is expected of the claims.</summary>
    public required JwtExpectations Expectations { get; init; }

    /// <summary>The keys.</summary>
    public required JsonWebKeySet Keys { get; init; }

    /// <summary>Where tokens are.</summary>
    public required ImmutableArray<JwtLocation> Locations { get; init; }

    /// <summary>Whether the token is left in the request.</summary>
    public bool ForwardsToken { get; init; }

    /// <summary>The header that gets the payload in base64url, in lower case; null for none.</summary>
    public byte[]? PayloadHeader { get; init; }

    /// <summary>Whether that payload is padded.</summary>
    public bool PadsPayload { get; init; }

    /// <summary>Headers that get claims, by their names in lower case.</summary>
    public ImmutableArray<KeyValuePair<byte[], string>> ClaimHeaders { get; init; } = [];

    /// <summary>The key of the claims in the metadata; empty for none.</summary>
    public string PayloadKey { get; init; } = "";

    /// <summary>The key of the token's header in the metadata; empty for none.</summary>
    public string HeaderKey { get; init; } = "";

    /// <summary>Claims that become lists in the metadata.</summary>
    public ImmutableArray<string> SpaceDelimitedClaims { get; init; } = [];

    /// <summary>Whether the request is routed again once its claims are known.</summary>
    public bool ClearsRoute { get; init; }

    /// <summary>Tokens that each worker remembers.</summary>
    public int CachedTokensMax { get; init; } = CachedTokensDefault;
}
