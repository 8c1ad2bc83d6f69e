namespace Outrigger.Net.Signatures;

/// <summary>
/// The signature algorithms of JSON Web Signatures (RFC 7518 section 3.1, RFC 8037) that use public keys.
/// </summary>
public enum SignatureAlgorithm : byte
{
    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    RsaPkcs1Sha256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-384.</summary>
    RsaPkcs1Sha384,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-512.</summary>
    RsaPkcs1Sha512,

    /// <summary>RSASSA-PSS with SHA-256, its mask generation with SHA-256, and a salt of 32 bytes.</summary>
    RsaPssSha256,

    /// <summary>RSASSA-PSS with SHA-384, its mask generation with SHA-384, and a salt of 48 bytes.</summary>
    RsaPssSha384,

    /// <summary>RSASSA-PSS with SHA-512, its mask generation with SHA-512, and a salt of 64 bytes.</summary>
    RsaPssSha512,

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    EcdsaP256Sha256,

    /// <summary>ECDSA on P-384 with SHA-384.</summary>
    EcdsaP384Sha384,

    /// <summary>ECDSA on P-521 with SHA-512.</summary>
    EcdsaP521Sha512,

    /// <summary>EdDSA on edwards25519.</summary>
    Ed25519,

    /// <summary>EdDSA on edwards448.</summary>
    Ed448,
}
