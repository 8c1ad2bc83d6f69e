namespace Outrigger.Resources.Networking.Gateways;

/// <summary>A certificate with its key, as files.</summary>
public sealed record TlsCertificate
{
    /// <summary>File of the certificates to trust.</summary>
    public string? CaCertificates { get; init; }

    /// <summary>File of the private key.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>File of the certificate chain.</summary>
    public string? ServerCertificate { get; init; }
}
