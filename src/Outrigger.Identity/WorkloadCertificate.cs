using System.Security.Cryptography.X509Certificates;
using Outrigger.Identity.Issuing;

namespace Outrigger.Identity;

/// <summary>What a workload's certificate says.</summary>
public static class WorkloadCertificate
{
    /// <summary>
    /// Whose certificate it is: it has exactly one URI, and that is a SPIFFE ID (X.509-SVID, section 2). Says nothing
    /// of whether anybody vouches for it.
    /// </summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="identity">Whose it is.</param>
    public static bool TryReadIdentity(X509Certificate2 certificate, out SpiffeId identity)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return SubjectNames.TryReadIdentity(certificate, out identity);
    }
}
