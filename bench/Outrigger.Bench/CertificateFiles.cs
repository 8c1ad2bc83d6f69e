namespace Outrigger.Bench;

/// <summary>Where a certificate and its key lie, in PEM.</summary>
/// <param name="Certificate">The certificate alone.</param>
/// <param name="Key">Its key alone.</param>
/// <param name="Both">Both in one file, as HAProxy wants them.</param>
internal sealed record CertificateFiles(string Certificate, string Key, string Both);
