using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Outrigger.Identity.Storage;

namespace Outrigger.Identity.Issuing;

/// <summary>
/// A CA in a folder, in the four files that Istio's <c>cacerts</c> has: <c>ca-cert.pem</c>, <c>ca-key.pem</c>,
/// <c>root-cert.pem</c> and <c>cert-chain.pem</c>. The last may be absent where nothing is between CA and root.
/// </summary>
internal static class IssuerFiles
{
    public const string CertificateFile = "ca-cert.pem";
    public const string KeyFile = "ca-key.pem";
    public const string RootFile = "root-cert.pem";
    public const string ChainFile = "cert-chain.pem";

    /// <summary>A file of a CA is at most so large; one that is larger is something else.</summary>
    private const long FileSizeMax = 1 << 20;

    /// <summary>Reads a CA and checks that its parts fit together.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="now">The CA, its intermediates and its root must be valid now.</param>
    /// <exception cref="InvalidIssuerException">Something is missing or does not fit.</exception>
    public static Issuer Read(string folder, DateTimeOffset now)
    {
        var certificate = Certificates(folder, CertificateFile)[0];
        var key = Key(Path.Combine(folder, KeyFile));
        var roots = Certificates(folder, RootFile);
        var chain = File.Exists(Path.Combine(folder, ChainFile)) ? Certificates(folder, ChainFile) : [];
        try
        {
            return IssuerChecks.Assemble(folder, certificate, key, roots, chain, now);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Reads a CA that was checked when it was stored; its key may be gone.</summary>
    /// <exception cref="InvalidIssuerException">A file is missing or was damaged.</exception>
    public static Issuer ReadStored(string folder)
    {
        var certificate = Certificates(folder, CertificateFile)[0];
        var keyFile = Path.Combine(folder, KeyFile);
        var chain = File.Exists(Path.Combine(folder, ChainFile)) ? Certificates(folder, ChainFile) : [];
        return new Issuer(
            certificate, File.Exists(keyFile) ? Key(keyFile) : null, chain, Certificates(folder, RootFile));
    }

    /// <summary>Writes a CA into a new folder, which is there completely or not at all.</summary>
    public static void Store(Issuer issuer, string folder)
    {
        var temporary = folder + ".new";
        if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        PrivateFiles.CreateFolder(temporary);
        PrivateFiles.Replace(Path.Combine(temporary, KeyFile), issuer.KeyPem());
        PrivateFiles.Replace(Path.Combine(temporary, CertificateFile), CertificateText.Pem(issuer.Certificate));
        PrivateFiles.Replace(Path.Combine(temporary, RootFile), CertificateText.Pem(issuer.Roots));
        if (issuer.Intermediates.Count > 0)
            PrivateFiles.Replace(Path.Combine(temporary, ChainFile), CertificateText.Pem(issuer.Intermediates));
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.Move(temporary, folder);
    }

    private static List<X509Certificate2> Certificates(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        var collection = new X509Certificate2Collection();
        try
        {
            collection.ImportFromPem(TextOf(file));
        }
        catch (CryptographicException exception)
        {
            throw new InvalidIssuerException($"{file} holds a certificate that cannot be read", exception);
        }

        return collection.Count > 0
            ? [.. collection]
            : throw new InvalidIssuerException($"{file} holds no certificate (PEM 'BEGIN CERTIFICATE')");
    }

    private static AsymmetricAlgorithm Key(string file)
    {
        var text = TextOf(file);
        if (text.Contains("ENCRYPTED", StringComparison.Ordinal))
            throw new InvalidIssuerException($"{file} is encrypted; the CA's key must be readable without a password");
        return Import(ECDsa.Create(), text) ?? Import(RSA.Create(), text)
            ?? throw new InvalidIssuerException($"{file} holds neither an elliptic curve key nor an RSA key");
    }

    private static AsymmetricAlgorithm? Import(AsymmetricAlgorithm key, string text)
    {
        try
        {
            key.ImportFromPem(text);
            return key;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            // It is a key of another kind; whether it is one at all, the caller finds out with the last kind.
            key.Dispose();
            return null;
        }
    }

    private static string TextOf(string file)
    {
        if (!File.Exists(file)) throw new InvalidIssuerException($"the CA's file {file} is missing");
        try
        {
            return new FileInfo(file).Length <= FileSizeMax
                ? File.ReadAllText(file)
                : throw new InvalidIssuerException($"{file} is larger than a CA's file can be");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidIssuerException($"the CA's file {file} cannot be read: {exception.Message}", exception);
        }
    }
}
