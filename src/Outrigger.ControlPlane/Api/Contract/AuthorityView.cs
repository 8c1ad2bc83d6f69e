namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>How the certificate authority stands.</summary>
/// <param name="TrustDomain">The trust domain of the identities that it vouches for.</param>
/// <param name="Phase"><c>Stable</c>, <c>Distributing</c>, <c>Signing</c> or <c>Retiring</c>.</param>
/// <param name="PhaseSince">When the phase began.</param>
/// <param name="Bundle">The version of the trust bundle.</param>
/// <param name="Certificates">The authority's own certificates.</param>
/// <param name="LiveCertificates">How many certificates of workloads have not expired.</param>
/// <param name="Awaited">The proxies that a rotation waits for.</param>
/// <param name="RetiresAt">When the old root will be dropped, while it is retiring; else null.</param>
/// <param name="Problem">What is wrong with the files of a plugged-in CA; else null.</param>
public sealed record AuthorityView(
    string TrustDomain,
    string Phase,
    DateTimeOffset PhaseSince,
    string Bundle,
    IReadOnlyList<AuthorityCertificateView> Certificates,
    int LiveCertificates,
    IReadOnlyList<AwaitedProxyView> Awaited,
    DateTimeOffset? RetiresAt,
    string? Problem)
{
    /// <summary>
    /// Whether every proxy has a certificate of the newest root: what is left of a rotation is to wait until the old
    /// certificates have expired.
    /// </summary>
    public bool IsSettled => Phase is "Stable" or "Retiring";
}
