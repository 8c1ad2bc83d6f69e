using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>How the client side of connections is encrypted.</summary>
public sealed record ClientTlsSettings
{
    /// <summary>File of the certificates to trust.</summary>
    public string? CaCertificates { get; init; }

    /// <summary>File of the revocation list.</summary>
    public string? CaCrl { get; init; }

    /// <summary>File of the client's certificate, for MUTUAL.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>Secret with the certificates.</summary>
    public string? CredentialName { get; init; }

    /// <summary>Whether the server's certificate goes unchecked.</summary>
    [AllowsNull]
    public bool? InsecureSkipVerify { get; init; }

    /// <summary>Whether and how TLS is used.</summary>
    public ClientTlsMode? Mode { get; init; }

    /// <summary>File of the client's key, for MUTUAL.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>The server name to ask for.</summary>
    public string? Sni { get; init; }

    /// <summary>Names of which the server's certificate must have one.</summary>
    public IReadOnlyList<string> SubjectAltNames { get; init; } = [];
}
