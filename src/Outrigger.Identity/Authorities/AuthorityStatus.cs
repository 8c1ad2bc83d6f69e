using Outrigger.Identity.Rotation;

namespace Outrigger.Identity.Authorities;

/// <summary>How an authority stands. Immutable.</summary>
/// <param name="TrustDomain">The trust domain.</param>
/// <param name="Phase">How far a rotation of the root is.</param>
/// <param name="PhaseSince">When the phase began.</param>
/// <param name="BundleVersion">The version of the trust bundle.</param>
/// <param name="Certificates">The roots and CA certificates in use, the signing ones first.</param>
/// <param name="LiveCertificates">How many certificates of workloads have not expired.</param>
/// <param name="Awaited">The proxies that the phase waits for.</param>
/// <param name="RetiresAt">
/// When the last certificate of the old root expires (<see cref="RotationPhase.Retiring"/>), else null.
/// </param>
/// <param name="Problem">What is wrong with the files of a plugged-in CA, else null.</param>
public sealed record AuthorityStatus(
    TrustDomain TrustDomain,
    RotationPhase Phase,
    DateTimeOffset PhaseSince,
    string BundleVersion,
    IReadOnlyList<AuthorityCertificate> Certificates,
    int LiveCertificates,
    IReadOnlyList<AwaitedProxy> Awaited,
    DateTimeOffset? RetiresAt,
    string? Problem);
