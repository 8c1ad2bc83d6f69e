namespace Outrigger.Proxy.Identity;

/// <summary>How the workload proves who it is.</summary>
internal enum IdentityProof
{
    /// <summary>By the token in its file.</summary>
    Token,

    /// <summary>By the certificate that it has.</summary>
    Certificate,
}

/// <summary>Signs the workload's certificates.</summary>
internal interface ICertificateAuthority
{
    /// <summary>Asks for a certificate.</summary>
    /// <param name="requestPem">The signing request (PKCS#10) in PEM.</param>
    /// <param name="lifetime">How long it is wanted for.</param>
    /// <param name="proof">How the workload proves who it is.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<AuthorityAnswer> SignAsync(
        string requestPem, TimeSpan lifetime, IdentityProof proof, CancellationToken cancellation);
}

/// <summary>What an authority answers, or why it does not.</summary>
/// <param name="Chain">The certificate, those above it, and the roots, each in PEM; empty after a failure.</param>
/// <param name="Failure">Why there is none; empty after success.</param>
/// <param name="IsProofRefused">Whether the proof was not believed, so that another one may be.</param>
internal sealed record AuthorityAnswer(
    IReadOnlyList<string> Chain, string Failure = "", bool IsProofRefused = false);
