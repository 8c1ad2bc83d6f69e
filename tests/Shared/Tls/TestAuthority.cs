using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Outrigger.Tests.Tls;

/// <summary>A certificate authority of a test, with the certificates that it signs.</summary>
public sealed class TestAuthority : IDisposable
{
    private static int s_serial;

    private readonly X509Certificate2 _certificate;

    public TestAuthority(string name = "CN=Test CA")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
    }

    public X509Certificate2 Certificate => _certificate;

    public byte[] PemBytes => Encoding.ASCII.GetBytes(Pem);

    public string Pem => _certificate.ExportCertificatePem() + "\n";

    /// <summary>Signs a certificate. Names with <c>://</c> are URIs, IP addresses are addresses, others host names.</summary>
    public TestCertificate Issue(params string[] names) => Issue(new IssueOptions(), names);

    public TestCertificate Issue(IssueOptions options, params string[] names)
    {
        using AsymmetricAlgorithm key = options.IsRsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is RSA rsa
            ? new CertificateRequest(options.Subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(options.Subject, (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        if (names.Length > 0)
            request.CertificateExtensions.Add(AltNames(names));
        var serial = BitConverter.GetBytes(Interlocked.Increment(ref s_serial) + 0x0100_0000);
        Array.Reverse(serial);
        var until = options.IsExpired ? DateTimeOffset.UtcNow.AddDays(-1) : DateTimeOffset.UtcNow.AddDays(10);
        var generator = X509SignatureGenerator.CreateForECDsa(_certificate.GetECDsaPrivateKey()!);
        using var signed = request.Create(
            _certificate.SubjectName, generator, DateTimeOffset.UtcNow.AddDays(-10), until, serial);
        var keyPem = key is RSA other ? other.ExportPkcs8PrivateKeyPem() : ((ECDsa)key).ExportPkcs8PrivateKeyPem();
        return new TestCertificate(signed.ExportCertificatePem() + "\n", keyPem + "\n", serial);
    }

    /// <summary>Signs what a request asks for, as it asks for it.</summary>
    public string Sign(string requestPem, DateTimeOffset notAfter)
    {
        var request = CertificateRequest.LoadSigningRequestPem(
            requestPem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions,
            RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        var serial = BitConverter.GetBytes(Interlocked.Increment(ref s_serial) + 0x0100_0000);
        Array.Reverse(serial);
        var generator = X509SignatureGenerator.CreateForECDsa(_certificate.GetECDsaPrivateKey()!);
        using var signed = request.Create(
            _certificate.SubjectName, generator, DateTimeOffset.UtcNow.AddMinutes(-1), notAfter, serial);
        return signed.ExportCertificatePem() + "\n";
    }

    /// <summary>A revocation list with these certificates on it, in PEM.</summary>
    public string Revoke(params TestCertificate[] certificates)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var certificate in certificates)
            builder.AddEntry(certificate.SerialNumber);
        var list = builder.Build(_certificate, 1, DateTimeOffset.UtcNow.AddDays(5), HashAlgorithmName.SHA256);
        return PemEncoding.WriteString("X509 CRL", list) + "\n";
    }

    public void Dispose() => _certificate.Dispose();

    private static X509Extension AltNames(string[] names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (name.Contains("://", StringComparison.Ordinal))
                builder.AddUri(new Uri(name));
            else if (name.Contains('@', StringComparison.Ordinal))
                builder.AddEmailAddress(name);
            else if (IPAddress.TryParse(name, out var address))
                builder.AddIpAddress(address);
            else
                builder.AddDnsName(name);
        }

        return builder.Build();
    }
}

/// <summary>How a certificate is made.</summary>
public sealed record IssueOptions(string Subject = "CN=test", bool IsRsa = false, bool IsExpired = false);

/// <summary>A certificate and its key, as text and as .NET's own.</summary>
public sealed record TestCertificate(string Pem, string KeyPem, byte[] SerialNumber)
{
    public byte[] PemBytes => Encoding.ASCII.GetBytes(Pem);

    public byte[] KeyPemBytes => Encoding.ASCII.GetBytes(KeyPem);

    public X509Certificate2 ToX509()
    {
        using var ephemeral = X509Certificate2.CreateFromPem(Pem, KeyPem);
        return X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null);
    }
}
