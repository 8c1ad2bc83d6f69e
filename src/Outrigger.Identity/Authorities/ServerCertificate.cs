using System.Security.Cryptography.X509Certificates;

namespace Outrigger.Identity.Authorities;

/// <summary>A certificate with its key for a server of the control plane's own.</summary>
/// <param name="Certificate">The certificate with its key.</param>
/// <param name="Intermediates">The certificates between it and its root.</param>
/// <param name="RenewAt">When it should be replaced.</param>
public sealed record ServerCertificate(
    X509Certificate2 Certificate, X509Certificate2Collection Intermediates, DateTimeOffset RenewAt);
