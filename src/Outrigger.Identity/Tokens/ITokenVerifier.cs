namespace Outrigger.Identity.Tokens;

/// <summary>Verifies bearer tokens of one kind of issuer. Safe for use by many threads.</summary>
public interface ITokenVerifier
{
    /// <summary>Whether this verifier is the one for tokens that say they are of an issuer.</summary>
    /// <param name="issuer">The token's unverified <c>iss</c>.</param>
    bool IsFor(string issuer);

    /// <summary>Verifies a token. Never throws for what a token holds.</summary>
    /// <param name="token">The token, a JWT in its compact form.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<TokenResult> VerifyAsync(string token, CancellationToken cancellation);
}
