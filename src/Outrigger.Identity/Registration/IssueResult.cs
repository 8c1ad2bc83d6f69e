using Outrigger.Identity.Authorities;

namespace Outrigger.Identity.Registration;

/// <summary>What became of a request: a certificate, or the reason why there is none.</summary>
/// <param name="Certificate">The certificate, or null.</param>
/// <param name="Refusal">The reason, or null.</param>
public sealed record IssueResult(IssuedCertificate? Certificate, Refusal? Refusal);
