using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Outrigger.Identity.Issuing;

/// <summary>Checks that the parts of a CA fit together, and says which does not.</summary>
internal static class IssuerChecks
{
    /// <summary>Puts a CA together.</summary>
    /// <param name="folder">Where it was read from, for messages.</param>
    /// <param name="certificate">The CA's certificate.</param>
    /// <param name="key">Its key.</param>
    /// <param name="roots">The roots.</param>
    /// <param name="chain">The certificates between, in any order; the CA itself and roots may be among them.</param>
    /// <param name="now">Everything must be valid now.</param>
    /// <exception cref="InvalidIssuerException">Something does not fit.</exception>
    public static Issuer Assemble(
        string folder, X509Certificate2 certificate, AsymmetricAlgorithm key,
        IReadOnlyList<X509Certificate2> roots, IReadOnlyList<X509Certificate2> chain, DateTimeOffset now)
    {
        var file = Path.Combine(folder, IssuerFiles.CertificateFile);
        CheckKey(folder, certificate, key);
        CheckMaySign(file, certificate);
        CheckValidNow(file, certificate, now);
        foreach (var root in roots) CheckValidNow(Path.Combine(folder, IssuerFiles.RootFile), root, now);
        var path = PathToRoot(certificate, roots, chain, now)
            ?? throw new InvalidIssuerException(
                $"{file} chains to no root in {IssuerFiles.RootFile} by the certificates in {IssuerFiles.ChainFile}");
        var used = path[^1];
        return new Issuer(
            certificate, key, [.. path.Skip(1).SkipLast(1)],
            [.. roots.Where(root => IsSame(root, used)), .. roots.Where(root => !IsSame(root, used))]);
    }

    private static void CheckKey(string folder, X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        var file = Path.Combine(folder, IssuerFiles.KeyFile);
        if (!PublicKeys.IsAccepted(certificate.PublicKey, out _, out var problem))
            throw new InvalidIssuerException($"{file} is of no kind that the CA signs with: {problem}");
        if (!key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(
            certificate.PublicKey.ExportSubjectPublicKeyInfo()))
        {
            throw new InvalidIssuerException(
                $"{file} is not the key of the certificate in {IssuerFiles.CertificateFile}");
        }
    }

    private static void CheckMaySign(string file, X509Certificate2 certificate)
    {
        var constraints = certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        if (constraints is not { CertificateAuthority: true })
            throw new InvalidIssuerException($"{file} is the certificate of no CA (basicConstraints)");
        var usage = certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        if (usage is not null && !usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign))
            throw new InvalidIssuerException($"{file} may not sign certificates (keyUsage lacks keyCertSign)");
    }

    private static void CheckValidNow(string file, X509Certificate2 certificate, DateTimeOffset now)
    {
        if (CertificateText.Ends(certificate) <= now)
            throw new InvalidIssuerException($"{file} expired on {Day(CertificateText.Ends(certificate))}");
        if (CertificateText.Begins(certificate) > now)
            throw new InvalidIssuerException($"{file} is not valid before {Day(CertificateText.Begins(certificate))}");
    }

    private static string Day(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The certificates from the CA's to a root, both included; null when there is no way.</summary>
    private static IReadOnlyList<X509Certificate2>? PathToRoot(
        X509Certificate2 certificate, IReadOnlyList<X509Certificate2> roots, IReadOnlyList<X509Certificate2> between,
        DateTimeOffset now)
    {
        using var chain = new X509Chain { ChainPolicy = TrustPolicy.Create(roots, now) };
        chain.ChainPolicy.ExtraStore.AddRange(between.ToArray());
        return chain.Build(certificate)
            ? [.. chain.ChainElements.Select(
                element => X509CertificateLoader.LoadCertificate(element.Certificate.RawData))]
            : null;
    }

    private static bool IsSame(X509Certificate2 left, X509Certificate2 right) =>
        left.RawDataMemory.Span.SequenceEqual(right.RawDataMemory.Span);
}
