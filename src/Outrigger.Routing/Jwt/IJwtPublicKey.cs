namespace Outrigger.Routing.Jwt;

/// <summary>A public key that verifies signatures. Immutable and safe for any thread.</summary>
public interface IJwtPublicKey
{
    /// <summary>Whether the signature is this key's; false also when the algorithm does not fit the key.</summary>
    /// <param name="algorithm">The algorithm that the token names.</param>
    /// <param name="signedData">What was signed.</param>
    /// <param name="signature">The signature as RFC 7518 and RFC 8037 lay it out.</param>
    bool Verify(JwtAlgorithm algorithm, ReadOnlySpan<byte> signedData, ReadOnlySpan<byte> signature);
}
