using System.Security.Cryptography.X509Certificates;

namespace Outrigger.Identity.Issuing;

/// <summary>
/// How certificates are verified: against given roots alone, never the system's, and without asking anybody. A
/// certificate names addresses where more could be fetched, and whoever made it may have chosen them.
/// </summary>
internal static class TrustPolicy
{
    /// <summary>A policy for certificates of any use.</summary>
    /// <param name="roots">The only ones that are trusted.</param>
    /// <param name="now">The time at which certificates must be valid.</param>
    public static X509ChainPolicy Create(IEnumerable<X509Certificate2> roots, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
            VerificationTimeIgnored = false,
        };
        policy.CustomTrustStore.AddRange(roots.ToArray());
        return policy;
    }
}
