using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Outrigger.Identity.Tests.Support;

/// <summary>A folder like Istio's <c>cacerts</c>, good or with something wrong.</summary>
internal sealed class CaFolder : IDisposable
{
    private readonly TestFolder _folder = new();

    public CaFolder(DateTimeOffset now) => Now = now;

    public DateTimeOffset Now { get; }

    public string Path => _folder.Path;

    public string this[string file] => _folder[file];

    /// <summary>Writes a CA between a root and the leaves.</summary>
    public X509Certificate2 WriteIntermediate(
        AsymmetricAlgorithm? key = null, string rootName = "root", int intermediates = 1, int days = 365)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var root = Certify(rootName, rootKey, null, null, days: 3650);
        var (issuer, issuerKey) = (root, (AsymmetricAlgorithm)rootKey);
        var chain = new List<X509Certificate2>();
        for (var level = 1; level < intermediates; level++)
        {
            var betweenKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            issuer = Certify($"{rootName} {level}", betweenKey, issuer, issuerKey, days);
            issuerKey = betweenKey;
            chain.Insert(0, issuer);
        }

        key ??= ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = Certify($"{rootName} CA", key, issuer, issuerKey, days);
        Write("ca-cert.pem", certificate.ExportCertificatePem());
        Write("ca-key.pem", key.ExportPkcs8PrivateKeyPem());
        Write("root-cert.pem", root.ExportCertificatePem());
        Write("cert-chain.pem", string.Join('\n', chain.Prepend(certificate).Select(each => each.ExportCertificatePem())));
        return root;
    }

    public void Write(string file, string text)
    {
        File.WriteAllText(_folder[file + ".new"], text);
        File.Move(_folder[file + ".new"], _folder[file], overwrite: true);
    }

    public X509Certificate2 Certify(
        string name, AsymmetricAlgorithm key, X509Certificate2? issuer, AsymmetricAlgorithm? issuerKey, int days,
        bool isCa = true, int startDays = -1)
    {
        var subject = new X500DistinguishedName($"CN={name}");
        var request = key is RSA rsa
            ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isCa, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var generator = (issuerKey ?? key) is RSA rsaKey
            ? X509SignatureGenerator.CreateForRSA(rsaKey, RSASignaturePadding.Pkcs1)
            : X509SignatureGenerator.CreateForECDsa((ECDsa)(issuerKey ?? key));
        return request.Create(
            issuer?.SubjectName ?? subject, generator, Now.AddDays(startDays), Now.AddDays(days), [1, 2, 3, (byte)name.Length]);
    }

    public void Dispose() => _folder.Dispose();
}
