using Outrigger.Identity.Registration;

namespace Outrigger.Identity.Tokens;

/// <summary>Has the cluster judge tokens: it alone knows whether the pod that has one is still there.</summary>
internal sealed class TokenReviewVerifier(ITokenReviewer reviewer, TrustDomain trustDomain, TimeProvider time)
    : ITokenVerifier
{
    /// <inheritdoc/>
    public bool IsFor(string issuer) => issuer != TokenVerifiers.LocalIssuer;

    /// <inheritdoc/>
    public async ValueTask<TokenResult> VerifyAsync(string token, CancellationToken cancellation)
    {
        var answer = await reviewer.ReviewAsync(token, TokenVerifiers.Audience, cancellation);
        if (answer is null)
            return TokenResult.Refused(RefusalReason.TokenUncheckable, "the cluster does not answer for its tokens");
        if (!answer.IsAuthenticated)
        {
            return TokenResult.Refused(
                RefusalReason.TokenSignature,
                $"the cluster does not accept the token: {answer.Error ?? "no reason given"}");
        }

        // A cluster that knows nothing of audiences leaves them out, and then nobody has looked at the token's.
        if (!answer.Audiences.Contains(TokenVerifiers.Audience))
            return TokenResult.Refused(RefusalReason.TokenAudience, "the token was issued for another audience");
        if (!ServiceAccountName.TryParse(answer.UserName, out var objectNamespace, out var account))
            return TokenResult.Refused(RefusalReason.TokenMalformed, "the token is none of a service account");
        var pod = SpiffeId.IsName(answer.Pod) ? $"{objectNamespace}/{answer.Pod}" : null;
        return new TokenResult(
            new WorkloadToken(
                new SpiffeId(trustDomain, objectNamespace, account), pod, OneKeyName: null, time.GetUtcNow()),
            null);
    }
}
