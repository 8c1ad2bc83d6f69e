namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>A certificate of the authority's own.</summary>
/// <param name="Id">The first 16 hexadecimal digits of its SHA-256.</param>
/// <param name="Role"><c>root</c> or <c>intermediate</c>.</param>
/// <param name="Use"><c>signing</c>, <c>incoming</c>, <c>outgoing</c> or <c>trusted</c>.</param>
/// <param name="NotAfter">When it expires.</param>
/// <param name="ExpiresInSeconds">The time until then.</param>
/// <param name="Subject">Its subject.</param>
public sealed record AuthorityCertificateView(
    string Id, string Role, string Use, DateTimeOffset NotAfter, long ExpiresInSeconds, string Subject);
