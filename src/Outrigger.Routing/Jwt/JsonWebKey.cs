namespace Outrigger.Routing.Jwt;

/// <summary>One usable key of a key set (RFC 7517): what it is called and what it may verify. Immutable.</summary>
public sealed class JsonWebKey
{
    private readonly byte[] _keyId;
    private readonly IJwtPublicKey _publicKey;

    internal JsonWebKey(byte[] keyId, JwtKeyType type, JwtAlgorithm? algorithm, IJwtPublicKey publicKey)
    {
        _keyId = keyId;
        _publicKey = publicKey;
        Type = type;
        Algorithm = algorithm;
    }

    /// <summary>Its name; empty when it has none.</summary>
    public ReadOnlySpan<byte> KeyId => _keyId;

    /// <summary>Its type.</summary>
    public JwtKeyType Type { get; }

    /// <summary>The only algorithm that it is for; null for every one that fits its type.</summary>
    public JwtAlgorithm? Algorithm { get; }

    /// <summary>
    /// Whether the key may verify the token: names are compared where both have one, and the algorithm must be
    /// the key's and not only the token's choice (RFC 8725 section 3.1).
    /// </summary>
    /// <param name="signature">The token.</param>
    internal bool IsFor(JsonWebSignature signature)
    {
        ReadOnlySpan<byte> wanted = signature.KeyId;
        return (wanted.IsEmpty || _keyId.Length == 0 || wanted.SequenceEqual(_keyId))
            && (Algorithm is { } only ? only == signature.Algorithm : Fits(Type, signature.Algorithm));
    }

    /// <summary>Whether the token's signature is this key's.</summary>
    /// <param name="signature">The token.</param>
    internal bool Verify(JsonWebSignature signature) =>
        _publicKey.Verify(signature.Algorithm, signature.SignedData, signature.Signature);

    /// <summary>Whether keys of the type can be used with the algorithm.</summary>
    internal static bool Fits(JwtKeyType type, JwtAlgorithm algorithm) => type switch
    {
        JwtKeyType.Rsa => algorithm <= JwtAlgorithm.Ps512,
        JwtKeyType.P256 => algorithm == JwtAlgorithm.Es256,
        JwtKeyType.P384 => algorithm == JwtAlgorithm.Es384,
        JwtKeyType.P521 => algorithm == JwtAlgorithm.Es512,
        _ => algorithm == JwtAlgorithm.EdDsa,
    };
}
