using System.Security.Cryptography.X509Certificates;
using Outrigger.Identity;

namespace Outrigger.ControlPlane.Proxies;

/// <summary>
/// Who is at the other end of a connection, as its client certificate proves: a feature of every request that came over
/// such a connection.
/// </summary>
/// <param name="Identity">The SPIFFE ID of the certificate.</param>
/// <param name="Certificate">The certificate; it was verified against the mesh's own roots.</param>
internal sealed record VerifiedPeer(SpiffeId Identity, X509Certificate2 Certificate)
{
    /// <summary>When the proof ends.</summary>
    public DateTimeOffset NotAfter { get; } = Certificate.NotAfter.ToUniversalTime();

    /// <summary>The certificate's serial number in hexadecimal.</summary>
    public string Serial { get; } = Certificate.SerialNumber;
}
