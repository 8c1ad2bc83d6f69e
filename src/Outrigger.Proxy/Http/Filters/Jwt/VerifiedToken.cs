using Outrigger.Routing.Jwt;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>
/// A token whose signature was verified, with all that its requests get of it. Made once for a token, so that
/// further requests with it cost a look-up. Immutable.
/// </summary>
internal sealed class VerifiedToken
{
    private readonly JsonWebSignature _signature;

    /// <summary>Prepares what requests get of a token.</summary>
    /// <param name="provider">Who made the token.</param>
    /// <param name="signature">The token.</param>
    /// <param name="claims">Its claims.</param>
    public VerifiedToken(JwtProviderModel provider, JsonWebSignature signature, JwtClaims claims)
    {
        _signature = signature;
        Provider = provider;
        Claims = claims;
        Payload = provider.PayloadKey.Length == 0
            ? null
            : JwtPayload.Normalize(claims.All, provider.SpaceDelimitedClaims);
        PayloadHeaderValue = provider.PayloadHeader is null
            ? null
            : Pad(signature.EncodedPayload, provider.PadsPayload);
        ClaimHeaders =
        [
            .. from header in provider.ClaimHeaders
               let value = JwtPayload.HeaderValueOf(JwtPayload.Find(claims.All, header.Value))
               where value is not null
               select new KeyValuePair<byte[], byte[]>(header.Key, value),
        ];
    }

    /// <summary>Who made the token.</summary>
    public JwtProviderModel Provider { get; }

    /// <summary>The token itself.</summary>
    public ReadOnlySpan<byte> Token => _signature.Token;

    /// <summary>Its claims.</summary>
    public JwtClaims Claims { get; }

    /// <summary>Its claims for the metadata; null when they do not go there.</summary>
    public MetadataValue? Payload { get; }

    /// <summary>Its header for the metadata.</summary>
    public MetadataValue Header => _signature.Header;

    /// <summary>Its payload for a header; null when it does not go there.</summary>
    public byte[]? PayloadHeaderValue { get; }

    /// <summary>The headers that get claims of it, with their values.</summary>
    public KeyValuePair<byte[], byte[]>[] ClaimHeaders { get; }

    private static byte[] Pad(ReadOnlySpan<byte> encoded, bool pads)
    {
        var padding = pads ? (4 - (encoded.Length & 3)) & 3 : 0;
        var value = new byte[encoded.Length + padding];
        encoded.CopyTo(value);
        value.AsSpan(encoded.Length).Fill((byte)'=');
        return value;
    }
}
