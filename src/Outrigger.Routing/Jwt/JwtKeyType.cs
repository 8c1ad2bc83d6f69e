namespace Outrigger.Routing.Jwt;

/// <summary>The types of public keys, with their curves (RFC 7518 section 6, RFC 8037 section 2).</summary>
public enum JwtKeyType : byte
{
    /// <summary>RSA.</summary>
    Rsa,

    /// <summary>A point of P-256.</summary>
    P256,

    /// <summary>A point of P-384.</summary>
    P384,

    /// <summary>A point of P-521.</summary>
    P521,

    /// <summary>A point of edwards25519.</summary>
    Ed25519,

    /// <summary>A point of edwards448.</summary>
    Ed448,
}
