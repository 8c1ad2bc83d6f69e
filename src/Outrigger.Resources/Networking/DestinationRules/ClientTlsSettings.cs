using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record ClientTlsSettings.</summary>
public sealed record ClientTlsSettings
{
    /// <summary>Field caCertificates.</summary>
    public string? CaCertificates { get; init; }

    /// <summary>Field caCrl.</summary>
    public string? CaCrl { get; init; }

    /// <summary>Field clientCertificate.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>Field credentialName.</summary>
    public string? CredentialName { get; init; }

    /// <summary>Field insecureSkipVerify.</summary>
    [AllowsNull]
    public bool? InsecureSkipVerify { get; init; }

    /// <summary>Field mode.</summary>
    public ClientTlsMode? Mode { get; init; }

    /// <summary>Field privateKey.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>Field sni.</summary>
    public string? Sni { get; init; }

    /// <summary>Field subjectAltNames.</summary>
    public IReadOnlyList<string> SubjectAltNames { get; init; } = [];
}
