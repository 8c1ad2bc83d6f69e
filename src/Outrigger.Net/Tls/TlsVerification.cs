namespace Outrigger.Net.Tls;

/// <summary>
/// How a peer's certificate is judged. Immutable. Follows
/// <c>envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext</c>.
/// </summary>
public sealed record TlsVerification
{
    /// <summary>The trusted roots in PEM; empty when <see cref="UsesSystemRoots"/> says which.</summary>
    public ReadOnlyMemory<byte> RootsPem { get; init; }

    /// <summary>Whether the system's trusted roots are trusted.</summary>
    public bool UsesSystemRoots { get; init; }

    /// <summary>Revocation lists in PEM; empty for none.</summary>
    public ReadOnlyMemory<byte> RevocationListsPem { get; init; }

    /// <summary>Whether only the peer's own certificate needs a revocation list, not those above it.</summary>
    public bool ChecksRevocationOfLeafOnly { get; init; }

    /// <summary>At least one must match one of the certificate's names; empty for any.</summary>
    public IReadOnlyList<SubjectAltNameMatcher> SubjectAltNames { get; init; } = [];

    /// <summary>
    /// For a client: whether the certificate must be for the server name that was asked for, when
    /// <see cref="SubjectAltNames"/> demands nothing.
    /// </summary>
    public bool ChecksServerName { get; init; }

    /// <summary>SHA-256 digests of accepted certificates, 32 bytes each.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> CertificateHashes { get; init; } = [];

    /// <summary>SHA-256 digests of the public keys of accepted certificates, 32 bytes each.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> PublicKeyHashes { get; init; } = [];

    /// <summary>Whether any certificate is taken. What was found is still noted.</summary>
    public bool AcceptsUntrusted { get; init; }

    /// <summary>Whether certificates may be expired.</summary>
    public bool AcceptsExpired { get; init; }

    /// <summary>How many certificates may stand between the peer's and the root; -1 for the library's 100.</summary>
    public int DepthMax { get; init; } = -1;

    /// <summary>Whether there is a root to judge by.</summary>
    internal bool HasRoots => UsesSystemRoots || !RootsPem.IsEmpty;
}
