using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Outrigger.Interop.Tests.Support;

/// <summary>One authority and what it issued, made once for the whole run, as files and in memory.</summary>
internal sealed class TestCertificates
{
    /// <summary>The name that every certificate is for.</summary>
    public const string HostName = "interop.test";

    private TestCertificates()
    {
        var folder = Directory.CreateTempSubdirectory("outrigger-certificates-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=interop authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var authority = request.CreateSelfSigned(NotBefore, NotAfter);
        AuthorityFile = Path.Combine(folder, "authority.pem");
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem() + "\n");

        CertificateFile = Path.Combine(folder, "certificate.pem");
        KeyFile = Path.Combine(folder, "key.pem");
        Issue(authority);
        Authority = X509CertificateLoader.LoadCertificateFromFile(AuthorityFile);
        Certificate = X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile);
    }

    // Read once: a certificate must not outlive its authority, not even by the second in between.
    private static DateTimeOffset NotBefore { get; } = DateTimeOffset.UtcNow.AddDays(-1);

    private static DateTimeOffset NotAfter { get; } = NotBefore.AddDays(3);

    public static TestCertificates Instance { get; } = new();

    public string AuthorityFile { get; }

    /// <summary>A certificate for servers and clients alike.</summary>
    public string CertificateFile { get; }

    public string KeyFile { get; }

    public X509Certificate2 Authority { get; }

    public X509Certificate2 Certificate { get; }

    private void Issue(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={HostName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(HostName);
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var certificate = request.Create(authority, NotBefore, NotAfter, [1, .. RandomNumberGenerator.GetBytes(12)]);
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem() + "\n");
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
