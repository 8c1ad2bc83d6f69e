namespace Outrigger.Routing.Jwt;

/// <summary>
/// The algorithms that tokens may be signed with (RFC 7518 section 3.1, RFC 8037). Those with symmetric keys
/// (HS256 …) are left out on purpose: whoever can verify such a token can also make one, and a public key that
/// is taken for a symmetric one is the classic forgery (RFC 8725 section 2.1).
/// </summary>
public enum JwtAlgorithm : byte
{
    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    Rs256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-384.</summary>
    Rs384,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-512.</summary>
    Rs512,

    /// <summary>RSASSA-PSS with SHA-256.</summary>
    Ps256,

    /// <summary>RSASSA-PSS with SHA-384.</summary>
    Ps384,

    /// <summary>RSASSA-PSS with SHA-512.</summary>
    Ps512,

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    Es256,

    /// <summary>ECDSA on P-384 with SHA-384.</summary>
    Es384,

    /// <summary>ECDSA on P-521 with SHA-512.</summary>
    Es512,

    /// <summary>EdDSA; the key says on which curve.</summary>
    EdDsa,
}
