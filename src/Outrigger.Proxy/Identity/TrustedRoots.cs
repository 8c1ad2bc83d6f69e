using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Google.Protobuf;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Tls;

namespace Outrigger.Proxy.Identity;

/// <summary>The roots that the workload trusts. Immutable.</summary>
internal sealed class TrustedRoots
{
    private TrustedRoots(byte[] pem, IReadOnlyList<TlsPeerCertificate> certificates)
    {
        Pem = pem;
        Certificates = certificates;
    }

    /// <summary>The roots in PEM.</summary>
    public byte[] Pem { get; }

    /// <summary>The roots; new certificates chain to the first.</summary>
    public IReadOnlyList<TlsPeerCertificate> Certificates { get; }

    /// <summary>Reads roots.</summary>
    /// <exception cref="TlsConfigurationException">There are none, or one cannot be read.</exception>
    public static TrustedRoots Read(byte[] pem) => new(pem, TlsPeerCertificate.ReadPem(pem, "the trusted roots"));

    /// <summary>Whether a certificate is of the root that new ones are of.</summary>
    public bool IsOfNewest(WorkloadCertificate certificate) => TlsChain.FindFault(
        certificate.ChainPem, System.Text.Encoding.ASCII.GetBytes(Certificates[0].Pem)) is null;

    /// <summary>Why none of the roots vouches for a certificate; null when one does.</summary>
    public string? FindFault(WorkloadCertificate certificate) => TlsChain.FindFault(certificate.ChainPem, Pem);

    /// <summary>The secret <c>ROOTCA</c>.</summary>
    public Secret ToSecret() => new()
    {
        Name = SecretReference.TrustedRoots,
        ValidationContext = new CertificateValidationContext
        {
            TrustedCa = new DataSource { InlineBytes = ByteString.CopyFrom(Pem) },
        },
    };
}
