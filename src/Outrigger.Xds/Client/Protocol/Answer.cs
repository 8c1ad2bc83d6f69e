namespace Outrigger.Xds.Client.Protocol;

/// <summary>The answer that is due to a response.</summary>
/// <param name="Nonce">The response's nonce.</param>
/// <param name="Rejection">Why it was rejected; null when it was accepted.</param>
internal sealed record Answer(string Nonce, string? Rejection);
