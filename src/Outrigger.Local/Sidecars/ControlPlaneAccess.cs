using System.Net;

namespace Outrigger.Local.Sidecars;

/// <summary>How proxies reach the control plane, and as whom.</summary>
/// <param name="endPoint">Where it serves xDS and certificates by TLS.</param>
/// <param name="certificateLifetime">How long certificates are asked for; null for the usual day.</param>
internal sealed class ControlPlaneAccess(IPEndPoint endPoint, TimeSpan? certificateLifetime)
{
    /// <summary>Where it serves xDS and certificates by TLS.</summary>
    public IPEndPoint EndPoint { get; } = endPoint;

    /// <summary>How long certificates are asked for; null for the usual day.</summary>
    public TimeSpan? CertificateLifetime { get; } = certificateLifetime;

    /// <summary>The trust domain of the mesh's identities, which the mesh's configuration says.</summary>
    public string TrustDomain { get; set; } = "cluster.local";
}
