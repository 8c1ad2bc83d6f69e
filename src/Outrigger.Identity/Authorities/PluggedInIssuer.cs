using System.Security.Cryptography;
using Outrigger.Identity.Issuing;

namespace Outrigger.Identity.Authorities;

/// <summary>
/// Follows the folder of a plugged-in CA. Files that do not fit together leave the former CA in place, be it that they
/// are wrong or that somebody is about to replace one after the other. Not thread-safe.
/// </summary>
internal sealed class PluggedInIssuer(string folder)
{
    private static readonly string[] Files =
        [IssuerFiles.CertificateFile, IssuerFiles.KeyFile, IssuerFiles.RootFile, IssuerFiles.ChainFile];

    /// <summary>The folder is looked at so often.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private DateTimeOffset _lookedAt;
    private string _seen = "";

    /// <summary>Reads the CA.</summary>
    /// <exception cref="InvalidIssuerException">It does not fit together.</exception>
    public Issuer Read(DateTimeOffset now) => IssuerFiles.Read(folder, now);

    /// <summary>The CA if it is another than the active one.</summary>
    /// <param name="activeId">The active issuer.</param>
    /// <param name="now">The time.</param>
    /// <param name="problem">What is wrong with the files; null for nothing.</param>
    public Issuer? ReadIfChanged(string activeId, DateTimeOffset now, ref string? problem)
    {
        if (now - _lookedAt < Interval) return null;
        _lookedAt = now;
        try
        {
            var content = Fingerprint();
            problem = null;
            if (content == _seen) return null;
            var issuer = IssuerFiles.Read(folder, now);
            _seen = content;
            if (issuer.Id != activeId) return issuer;
            issuer.Dispose();
        }
        catch (Exception exception)
            when (exception is InvalidIssuerException or IOException or UnauthorizedAccessException)
        {
            problem = exception.Message;
        }

        return null;
    }

    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files.Select(name => Path.Combine(folder, name)).Where(File.Exists))
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
