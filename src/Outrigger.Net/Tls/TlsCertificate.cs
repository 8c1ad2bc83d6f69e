namespace Outrigger.Net.Tls;

/// <summary>A certificate of our own with its key, as text.</summary>
/// <param name="ChainPem">The certificate, then those that lead to its root, in PEM.</param>
/// <param name="PrivateKeyPem">The private key in PEM.</param>
public sealed record TlsCertificate(ReadOnlyMemory<byte> ChainPem, ReadOnlyMemory<byte> PrivateKeyPem)
{
    /// <summary>What an encrypted key is opened with; empty for none.</summary>
    public string Password { get; init; } = "";

    /// <summary>An OCSP answer in DER that is stapled for clients that ask; empty for none.</summary>
    public ReadOnlyMemory<byte> OcspResponse { get; init; }

    /// <summary>Does not show the key.</summary>
    public override string ToString() => nameof(TlsCertificate);
}
