namespace Outrigger.Net.Signatures;

/// <summary>The kinds of public keys; each takes the algorithms of its own only.</summary>
internal enum PublicKeyKind : byte
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
