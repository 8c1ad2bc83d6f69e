namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>A proxy that a rotation waits for.</summary>
/// <param name="Proxy">Its name, <c>NAMESPACE/POD</c> where that is known.</param>
/// <param name="Identity">Its identity.</param>
/// <param name="NotAfter">When its certificate expires, and it is waited for no longer.</param>
public sealed record AwaitedProxyView(string Proxy, string Identity, DateTimeOffset NotAfter);
