using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Outrigger.Identity.Issuing;

/// <summary>Certificates as PEM, and names for them.</summary>
internal static class CertificateText
{
    /// <summary>Certificates as PEM, each ended by a line break.</summary>
    public static string Pem(params IEnumerable<X509Certificate2> certificates)
    {
        var text = new StringBuilder();
        foreach (var certificate in certificates) text.Append(certificate.ExportCertificatePem()).Append('\n');
        return text.ToString();
    }

    /// <summary>The first 16 hexadecimal digits of a certificate's SHA-256: enough to tell roots apart.</summary>
    public static string IdOf(X509Certificate2 certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.RawData))[..16];

    /// <summary>When a certificate begins to be valid.</summary>
    public static DateTimeOffset Begins(X509Certificate2 certificate) => certificate.NotBefore.ToUniversalTime();

    /// <summary>When a certificate is valid last.</summary>
    public static DateTimeOffset Ends(X509Certificate2 certificate) => certificate.NotAfter.ToUniversalTime();
}
