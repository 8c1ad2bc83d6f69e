namespace Outrigger.Identity.Authorities;

/// <summary>A certificate that was issued to a workload and has not expired.</summary>
/// <param name="Serial">Its serial number in hexadecimal.</param>
/// <param name="Identity">Whose it is.</param>
/// <param name="Holder">
/// Which of the identity's proxies has it: <c>NAMESPACE/POD</c> where a token said so, else a name made from the first
/// certificate. A renewal keeps the holder.
/// </param>
/// <param name="NotAfter">When it expires.</param>
/// <param name="RootId">The root that it chains to.</param>
/// <param name="IsFirstOfProcess">
/// Whether it was issued to a process that had none before, and so knows nothing of what its holder trusted.
/// </param>
internal sealed record LiveCertificate(
    string Serial, SpiffeId Identity, string Holder, DateTimeOffset NotAfter, string RootId, bool IsFirstOfProcess);
