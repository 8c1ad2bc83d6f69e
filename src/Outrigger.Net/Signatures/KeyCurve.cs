namespace Outrigger.Net.Signatures;

/// <summary>The curves that public keys may lie on.</summary>
public enum KeyCurve : byte
{
    /// <summary>NIST P-256.</summary>
    P256,

    /// <summary>NIST P-384.</summary>
    P384,

    /// <summary>NIST P-521.</summary>
    P521,

    /// <summary>edwards25519.</summary>
    Ed25519,

    /// <summary>edwards448.</summary>
    Ed448,
}
