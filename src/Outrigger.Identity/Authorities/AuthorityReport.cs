using Outrigger.Identity.Issuing;
using Outrigger.Identity.Rotation;

namespace Outrigger.Identity.Authorities;

/// <summary>Says how an authority stands.</summary>
internal static class AuthorityReport
{
    public static AuthorityStatus Of(
        TrustDomain domain, RootRotation rotation, CertificateLedger ledger, string? problem)
    {
        var others = rotation.Phase == RotationPhase.Distributing ? "incoming" : "outgoing";
        return new AuthorityStatus(
            domain, rotation.Phase, rotation.Since, rotation.Bundle.Version,
            [
                .. CertificatesOf(rotation.Active, "signing"),
                .. rotation.Other is { } other ? CertificatesOf(other, others) : [],
            ],
            ledger.Count,
            [
                .. rotation.Awaited
                    .Select(newest => new AwaitedProxy(newest.Holder, newest.Identity, newest.NotAfter))
                    .OrderBy(proxy => proxy.Holder, StringComparer.Ordinal),
            ],
            rotation.Phase == RotationPhase.Retiring ? ledger.LastNotAfter(rotation.Other!.RootId) : null,
            problem);
    }

    private static IEnumerable<AuthorityCertificate> CertificatesOf(Issuer issuer, string use) =>
    [
        .. issuer.Roots.Select((root, index) => new AuthorityCertificate(
            CertificateText.IdOf(root), root.Subject, "root", index == 0 ? use : "trusted",
            CertificateText.Ends(root))),
        .. issuer.ChainOfLeaves.Select(each => new AuthorityCertificate(
            CertificateText.IdOf(each), each.Subject, "intermediate", use, CertificateText.Ends(each))),
    ];
}
