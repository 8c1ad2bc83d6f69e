using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Outrigger.Resources.Kubernetes.Secrets;

/// <summary>
/// A Secret as a credential of TLS, in the forms that Istio reads: <c>tls.crt</c>, <c>tls.key</c> and <c>ca.crt</c> as
/// in Secrets of the type <c>kubernetes.io/tls</c>, or <c>cert</c>, <c>key</c> and <c>cacert</c>.
/// </summary>
public sealed class CertificateSecret
{
    private static readonly string[] ChainKeys = ["tls.crt", "cert"];
    private static readonly string[] PrivateKeyKeys = ["tls.key", "key"];
    private static readonly string[] RootsKeys = ["ca.crt", "cacert"];
    private static readonly string[] RevocationKeys = ["ca.crl", "crl"];

    private readonly Secret _secret;

    private CertificateSecret(Secret secret) => _secret = secret;

    /// <summary>The certificate chain in PEM, the leaf first; null if there is none.</summary>
    public ReadOnlyMemory<byte>? Chain => Find(ChainKeys);

    /// <summary>The private key in PEM; null if there is none.</summary>
    public ReadOnlyMemory<byte>? PrivateKey => Find(PrivateKeyKeys);

    /// <summary>The roots to trust in PEM; null if there are none.</summary>
    public ReadOnlyMemory<byte>? Roots => Find(RootsKeys);

    /// <summary>Lists of revoked certificates in PEM; null if there are none.</summary>
    public ReadOnlyMemory<byte>? RevocationLists => Find(RevocationKeys);

    /// <summary>Looks at a Secret.</summary>
    public static CertificateSecret Of(Secret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return new CertificateSecret(secret);
    }

    /// <summary>
    /// What keeps the Secret from being a certificate with its key, as the end of a sentence; null if it is one.
    /// Nothing of the key is told.
    /// </summary>
    public string? FaultOfCertificate()
    {
        if (Chain is not { } chain) return "has no \"tls.crt\" or \"cert\"";
        if (PrivateKey is not { } key) return "has no \"tls.key\" or \"key\"";
        try
        {
            string pem = Encoding.UTF8.GetString(chain.Span);
            if (!pem.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            {
                return "has no certificate in PEM form";
            }

            using var certificate = X509Certificate2.CreateFromPem(pem, Encoding.UTF8.GetString(key.Span));
            return null;
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or FormatException)
        {
            return "has a certificate or key that cannot be read, or a key of another certificate";
        }
    }

    /// <summary>What keeps the Secret from being roots to trust, as the end of a sentence; null if it is.</summary>
    public string? FaultOfRoots()
    {
        if (Roots is not { } roots) return "has no \"ca.crt\" or \"cacert\"";
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(Encoding.UTF8.GetString(roots.Span));
            foreach (X509Certificate2 certificate in certificates) certificate.Dispose();
            return certificates.Count > 0 ? null : "has no root in PEM form";
        }
        catch (CryptographicException)
        {
            return "has a root that cannot be read";
        }
    }

    private ReadOnlyMemory<byte>? Find(string[] keys)
    {
        foreach (string key in keys)
        {
            if (_secret.StringData.TryGetValue(key, out string? text)) return Encoding.UTF8.GetBytes(text);
            if (_secret.Data.TryGetValue(key, out ReadOnlyMemory<byte> data)) return data;
        }

        return null;
    }
}
