namespace Outrigger.Identity.Authorities;

/// <summary>A certificate of the authority itself.</summary>
/// <param name="Id">The first 16 hexadecimal digits of its SHA-256.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Role"><c>root</c> or <c>intermediate</c>.</param>
/// <param name="Use">
/// <c>signing</c>, <c>incoming</c>, <c>outgoing</c>, or <c>trusted</c> for a root that came beside.
/// </param>
/// <param name="NotAfter">When it expires.</param>
public sealed record AuthorityCertificate(
    string Id, string Subject, string Role, string Use, DateTimeOffset NotAfter);
