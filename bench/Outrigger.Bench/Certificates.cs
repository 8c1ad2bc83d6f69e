using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench;

/// <summary>
/// One authority, one server and one client, all ECDSA on P-256, written as the files that the programs read.
/// </summary>
internal sealed class Certificates
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";

    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    public Certificates(string folder)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, "certificates")).FullName;
        Authority = Path.Combine(home, "authority.pem");
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = IssueAuthority(authorityKey);
        File.WriteAllText(Authority, authority.ExportCertificatePem());
        Server = Issue(authority, home, "server", ServerPurpose);
        Client = Issue(authority, home, "client", ClientPurpose);
    }

    /// <summary>The certificate that the others are verified by.</summary>
    public string Authority { get; }

    public CertificateFiles Server { get; }

    public CertificateFiles Client { get; }

    private static X509Certificate2 IssueAuthority(ECDsa key)
    {
        var request = new CertificateRequest("CN=bench authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(NotBefore, NotAfter);
    }

    private static CertificateFiles Issue(X509Certificate2 authority, string home, string name, string purpose)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(ProxyTask.Host);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, NotBefore, NotAfter, RandomNumberGenerator.GetBytes(12));

        var files = new CertificateFiles(
            Path.Combine(home, $"{name}.pem"), Path.Combine(home, $"{name}.key"), Path.Combine(home, $"{name}.both"));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem() + "\n");
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem() + "\n");
        File.WriteAllText(files.Both, File.ReadAllText(files.Certificate) + File.ReadAllText(files.Key));
        return files;
    }

    private static DateTimeOffset NotBefore => DateTimeOffset.UtcNow.AddDays(-1);

    private static DateTimeOffset NotAfter => DateTimeOffset.UtcNow.AddDays(2);
}
