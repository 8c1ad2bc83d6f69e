namespace Outrigger.Identity.Tokens;

/// <summary>What a token proves that was verified.</summary>
/// <param name="Identity">Whose it is.</param>
/// <param name="Pod">The pod that it was issued to, as <c>NAMESPACE/POD</c>; null when it names none.</param>
/// <param name="OneKeyName">The token's name (<c>jti</c>) if it is good for one key only, else null.</param>
/// <param name="Expires">When it expires.</param>
public sealed record WorkloadToken(SpiffeId Identity, string? Pod, string? OneKeyName, DateTimeOffset Expires);
