using System.Net;

namespace Outrigger.Local.Sidecars;

/// <summary>How proxies reach the control plane, and as whom.</summary>
/// <param name="EndPoint">Where it serves xDS and certificates by TLS.</param>
/// <param name="TrustDomain">The trust domain of the mesh's identities.</param>
/// <param name="CertificateLifetime">How long certificates are asked for; null for the usual day.</param>
internal sealed record ControlPlaneAccess(IPEndPoint EndPoint, string TrustDomain, TimeSpan? CertificateLifetime);
