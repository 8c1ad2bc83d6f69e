using System.Security.Cryptography.X509Certificates;
using Outrigger.Identity.Issuing;

namespace Outrigger.Identity.Authorities;

/// <summary>A certificate for a workload, as its proxy gets it.</summary>
public sealed class IssuedCertificate
{
    internal IssuedCertificate(X509Certificate2 certificate, Issuer issuer, TrustBundle bundle)
    {
        Serial = certificate.SerialNumber;
        IssuerId = issuer.Id;
        NotBefore = CertificateText.Begins(certificate);
        NotAfter = CertificateText.Ends(certificate);
        Chain =
        [
            CertificateText.Pem(certificate),
            .. issuer.ChainOfLeaves.Select(each => CertificateText.Pem(each)),
            bundle.Pem,
        ];
    }

    /// <summary>
    /// PEM texts: the certificate, those between it and its root, and last the roots that the mesh trusts in one text
    /// (Istio's <c>cert_chain</c>).
    /// </summary>
    public IReadOnlyList<string> Chain { get; }

    /// <summary>The serial number in hexadecimal.</summary>
    public string Serial { get; }

    /// <summary>Names the issuer.</summary>
    public string IssuerId { get; }

    /// <summary>When it begins to be valid.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>When it expires.</summary>
    public DateTimeOffset NotAfter { get; }
}
