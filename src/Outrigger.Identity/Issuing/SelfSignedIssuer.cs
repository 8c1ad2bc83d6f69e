using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Outrigger.Identity.Issuing;

/// <summary>Makes the CA of a mesh that was given none: a P-256 key whose certificate is its own root.</summary>
internal static class SelfSignedIssuer
{
    /// <summary>Makes a new one.</summary>
    /// <param name="domain">Names the certificate's organisation, as Istio's self-signed CA does.</param>
    /// <param name="notBefore">When it begins to be valid.</param>
    /// <param name="lifetime">How long it is valid.</param>
    public static Issuer Create(TrustDomain domain, DateTimeOffset notBefore, TimeSpan lifetime)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        // The certificates of one organisation in one text of roots are told apart by this.
        name.AddCommonName($"Outrigger root {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");
        // An organisation's name has at most 64 characters (RFC 5280, appendix A.1), a trust domain may have more.
        name.AddOrganizationName(domain.Name.Length <= 64 ? domain.Name : domain.Name[..64]);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var certificate = request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), notBefore, notBefore + lifetime,
            Issuer.NewSerialNumber());
        return new Issuer(certificate, key, [], [certificate]);
    }
}
