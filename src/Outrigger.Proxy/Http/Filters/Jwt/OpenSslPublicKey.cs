using Outrigger.Net.Signatures;
using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>A key of an issuer, in OpenSSL's memory.</summary>
/// <param name="key">The key.</param>
/// <param name="type">Its type.</param>
internal sealed class OpenSslPublicKey(PublicKey key, JwtKeyType type) : IJwtPublicKey
{
    /// <inheritdoc/>
    public bool Verify(JwtAlgorithm algorithm, ReadOnlySpan<byte> signedData, ReadOnlySpan<byte> signature) =>
        key.Verify(AlgorithmOf(algorithm, type), signedData, signature);

    private static SignatureAlgorithm AlgorithmOf(JwtAlgorithm algorithm, JwtKeyType type) => algorithm switch
    {
        JwtAlgorithm.Rs256 => SignatureAlgorithm.RsaPkcs1Sha256,
        JwtAlgorithm.Rs384 => SignatureAlgorithm.RsaPkcs1Sha384,
        JwtAlgorithm.Rs512 => SignatureAlgorithm.RsaPkcs1Sha512,
        JwtAlgorithm.Ps256 => SignatureAlgorithm.RsaPssSha256,
        JwtAlgorithm.Ps384 => SignatureAlgorithm.RsaPssSha384,
        JwtAlgorithm.Ps512 => SignatureAlgorithm.RsaPssSha512,
        JwtAlgorithm.Es256 => SignatureAlgorithm.EcdsaP256Sha256,
        JwtAlgorithm.Es384 => SignatureAlgorithm.EcdsaP384Sha384,
        JwtAlgorithm.Es512 => SignatureAlgorithm.EcdsaP521Sha512,
        _ => type == JwtKeyType.Ed448 ? SignatureAlgorithm.Ed448 : SignatureAlgorithm.Ed25519,
    };
}
