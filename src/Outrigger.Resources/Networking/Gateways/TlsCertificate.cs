namespace Outrigger.Resources.Networking.Gateways;

/// <summary>Record TlsCertificate.</summary>
public sealed record TlsCertificate
{
    /// <summary>Field caCertificates.</summary>
    public string? CaCertificates { get; init; }

    /// <summary>Field privateKey.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>Field serverCertificate.</summary>
    public string? ServerCertificate { get; init; }
}
