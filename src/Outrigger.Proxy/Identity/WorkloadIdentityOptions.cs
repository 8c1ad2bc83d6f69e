using Outrigger.Net.Tls;

namespace Outrigger.Proxy.Identity;

/// <summary>What the workload's identity is, and where it comes from. Immutable.</summary>
internal sealed record WorkloadIdentityOptions
{
    /// <summary>The SPIFFE ID that the certificate is for.</summary>
    public required string SpiffeId { get; init; }

    /// <summary>The static cluster of the certificate authority.</summary>
    public required string AuthorityCluster { get; init; }

    /// <summary>The file with the bearer token.</summary>
    public required string TokenFile { get; init; }

    /// <summary>The file with the roots that are trusted until the management server gives others.</summary>
    public required string TrustBundleFile { get; init; }

    /// <summary>How long a certificate is asked for.</summary>
    public TimeSpan CertificateLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The kind of key.</summary>
    public TlsKeyType KeyType { get; init; }

    /// <summary>The Unix socket where others get the secrets; null for none.</summary>
    public string? SecretSocketPath { get; init; }
}
