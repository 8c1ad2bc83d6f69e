namespace Outrigger.Identity.Authorities;

/// <summary>A proxy that a rotation waits for.</summary>
/// <param name="Holder">Its name: <c>NAMESPACE/POD</c> where it is known.</param>
/// <param name="Identity">Its identity.</param>
/// <param name="NotAfter">When its certificate expires, and it is waited for no longer.</param>
public sealed record AwaitedProxy(string Holder, SpiffeId Identity, DateTimeOffset NotAfter);
