using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>A token, and what must come of it.</summary>
/// <param name="Name">What is tried, as a sentence.</param>
/// <param name="Expected">What must come of it.</param>
/// <param name="Token">Makes the token.</param>
internal sealed record TokenCase(string Name, JwtStatus Expected, Func<string> Token)
{
    /// <summary>The keys it is judged by.</summary>
    public Func<string> KeySet { get; init; } = () => TokenKey.SetOf(TokenKey.Rs256.Jwk, TokenKey.Es256.Jwk);

    /// <summary>What is expected of the claims.</summary>
    public JwtExpectations Expectations { get; init; } = new() { Issuer = "me"u8.ToArray() };
}
