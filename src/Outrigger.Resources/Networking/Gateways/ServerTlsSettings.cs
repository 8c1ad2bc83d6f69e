using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Gateways;

/// <summary>Record ServerTlsSettings.</summary>
[OneOf("tlsCertificates", "credentialNames")]
[OneOf("credentialName", "credentialNames")]
public sealed record ServerTlsSettings
{
    /// <summary>Field caCertCredentialName.</summary>
    public string? CaCertCredentialName { get; init; }

    /// <summary>Field caCertificates.</summary>
    public string? CaCertificates { get; init; }

    /// <summary>Field caCrl.</summary>
    public string? CaCrl { get; init; }

    /// <summary>Field cipherSuites.</summary>
    public IReadOnlyList<string> CipherSuites { get; init; } = [];

    /// <summary>Field credentialName.</summary>
    public string? CredentialName { get; init; }

    /// <summary>Field credentialNames.</summary>
    [Count(Min = 1, Max = 2)]
    public IReadOnlyList<string> CredentialNames { get; init; } = [];

    /// <summary>Field ecdhCurves.</summary>
    public IReadOnlyList<string> EcdhCurves { get; init; } = [];

    /// <summary>Field httpsRedirect.</summary>
    public bool? HttpsRedirect { get; init; }

    /// <summary>Field insecureSkipVerify.</summary>
    [AllowsNull]
    public bool? InsecureSkipVerify { get; init; }

    /// <summary>Field maxProtocolVersion.</summary>
    public TlsProtocolVersion? MaxProtocolVersion { get; init; }

    /// <summary>Field minProtocolVersion.</summary>
    public TlsProtocolVersion? MinProtocolVersion { get; init; }

    /// <summary>Field mode.</summary>
    public ServerTlsMode? Mode { get; init; }

    /// <summary>Field privateKey.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>Field serverCertificate.</summary>
    public string? ServerCertificate { get; init; }

    /// <summary>Field subjectAltNames.</summary>
    public IReadOnlyList<string> SubjectAltNames { get; init; } = [];

    /// <summary>Field tlsCertificates.</summary>
    [Count(Min = 1, Max = 2)]
    public IReadOnlyList<TlsCertificate> TlsCertificates { get; init; } = [];

    /// <summary>Field verifyCertificateHash.</summary>
    public IReadOnlyList<string> VerifyCertificateHash { get; init; } = [];

    /// <summary>Field verifyCertificateSpki.</summary>
    public IReadOnlyList<string> VerifyCertificateSpki { get; init; } = [];
}
