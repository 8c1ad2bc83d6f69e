using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Gateways;

/// <summary>How the server side of connections is encrypted.</summary>
[OneOf("tlsCertificates", "credentialNames")]
[OneOf("credentialName", "credentialNames")]
public sealed record ServerTlsSettings
{
    /// <summary>Secret with the certificates to trust.</summary>
    public string? CaCertCredentialName { get; init; }

    /// <summary>File of the certificates to trust, for MUTUAL.</summary>
    public string? CaCertificates { get; init; }

    /// <summary>File of the revocation list.</summary>
    public string? CaCrl { get; init; }

    /// <summary>Cipher suites to offer; the defaults if empty.</summary>
    public IReadOnlyList<string> CipherSuites { get; init; } = [];

    /// <summary>Secret with certificate and key.</summary>
    public string? CredentialName { get; init; }

    /// <summary>Secrets with certificates and keys of different types.</summary>
    [Count(Min = 1, Max = 2)]
    public IReadOnlyList<string> CredentialNames { get; init; } = [];

    /// <summary>Curves to offer for the key exchange.</summary>
    public IReadOnlyList<string> EcdhCurves { get; init; } = [];

    /// <summary>Whether plain requests are redirected to HTTPS.</summary>
    public bool? HttpsRedirect { get; init; }

    /// <summary>Whether client certificates go unchecked.</summary>
    [AllowsNull]
    public bool? InsecureSkipVerify { get; init; }

    /// <summary>The newest TLS version to speak.</summary>
    public TlsProtocolVersion? MaxProtocolVersion { get; init; }

    /// <summary>The oldest TLS version to speak.</summary>
    public TlsProtocolVersion? MinProtocolVersion { get; init; }

    /// <summary>Whether TLS ends here, and what is asked of clients.</summary>
    public ServerTlsMode? Mode { get; init; }

    /// <summary>File of the private key.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>File of the certificate chain.</summary>
    public string? ServerCertificate { get; init; }

    /// <summary>Names of which a client's certificate must have one.</summary>
    public IReadOnlyList<string> SubjectAltNames { get; init; } = [];

    /// <summary>Certificates with keys of different types.</summary>
    [Count(Min = 1, Max = 2)]
    public IReadOnlyList<TlsCertificate> TlsCertificates { get; init; } = [];

    /// <summary>SHA-256 hashes of accepted client certificates.</summary>
    public IReadOnlyList<string> VerifyCertificateHash { get; init; } = [];

    /// <summary>SHA-256 hashes of accepted client public keys.</summary>
    public IReadOnlyList<string> VerifyCertificateSpki { get; init; } = [];
}
