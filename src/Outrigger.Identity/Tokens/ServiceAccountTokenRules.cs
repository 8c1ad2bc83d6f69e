namespace Outrigger.Identity.Tokens;

/// <summary>Which tokens of service accounts count.</summary>
/// <param name="Issuer">The issuer (<c>iss</c>).</param>
/// <param name="Audience">Whom they must be for (<c>aud</c>).</param>
/// <param name="Algorithms">The algorithms by which they may be signed.</param>
/// <param name="IsForOneKey">Whether a token is good for one key only, and must have a name (<c>jti</c>).</param>
internal sealed record ServiceAccountTokenRules(
    string Issuer, string Audience, IReadOnlyList<string> Algorithms, bool IsForOneKey);
