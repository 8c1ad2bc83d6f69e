using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Outrigger.Identity.Registration;

namespace Outrigger.Identity.Tokens;

/// <summary>Makes verifiers, and finds the one for a token.</summary>
public static class TokenVerifiers
{
    /// <summary>Whom tokens for the certificate authority are for, as in Istio.</summary>
    public const string Audience = "istio-ca";

    /// <summary>The issuer of the tokens that the local runtime makes.</summary>
    public const string LocalIssuer = "outrigger-local";

    /// <summary>Tokens that are longer are not looked at.</summary>
    private const int LengthMax = 8 * 1024;

    private static readonly string[] AlgorithmsOfKubernetes =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384,
    ];

    /// <summary>
    /// Verifies the tokens that the local runtime makes for the workloads of one machine. One is good for one key.
    /// </summary>
    /// <param name="keyFile">The JSON Web Key Set that the runtime wrote; it may be replaced at any time.</param>
    /// <param name="trustDomain">The trust domain of the identities.</param>
    /// <param name="time">The clock.</param>
    public static ITokenVerifier Local(string keyFile, TrustDomain trustDomain, TimeProvider time) =>
        new ServiceAccountTokenVerifier(
            new ServiceAccountTokenRules(LocalIssuer, Audience, [SecurityAlgorithms.EcdsaSha256], IsForOneKey: true),
            new KeySetFile(keyFile), trustDomain, time);

    /// <summary>Verifies the projected tokens of a cluster by keys from a file.</summary>
    /// <param name="issuer">The cluster's issuer (<c>--service-account-issuer</c> of its API server).</param>
    /// <param name="keyFile">The JSON Web Key Set that the cluster serves at <c>/openid/v1/jwks</c>.</param>
    /// <param name="trustDomain">The trust domain of the identities.</param>
    /// <param name="time">The clock.</param>
    public static ITokenVerifier KubernetesByFile(
        string issuer, string keyFile, TrustDomain trustDomain, TimeProvider time) =>
        new ServiceAccountTokenVerifier(RulesOfKubernetes(issuer), new KeySetFile(keyFile), trustDomain, time);

    /// <summary>Verifies the projected tokens of a cluster by the keys that its discovery document names.</summary>
    /// <param name="issuer">The cluster's issuer.</param>
    /// <param name="http">Asks the issuer: it knows the cluster's own CA, and who we are.</param>
    /// <param name="trustDomain">The trust domain of the identities.</param>
    /// <param name="time">The clock.</param>
    public static ITokenVerifier KubernetesByDiscovery(
        string issuer, HttpClient http, TrustDomain trustDomain, TimeProvider time) =>
        new ServiceAccountTokenVerifier(
            RulesOfKubernetes(issuer), new KeySetEndpoint(http, issuer, time), trustDomain, time);

    /// <summary>Has a cluster judge its tokens. To be put last: it is for every issuer but the local runtime.</summary>
    /// <param name="reviewer">Asks the cluster.</param>
    /// <param name="trustDomain">The trust domain of the identities.</param>
    /// <param name="time">The clock.</param>
    public static ITokenVerifier KubernetesByReview(
        ITokenReviewer reviewer, TrustDomain trustDomain, TimeProvider time) =>
        new TokenReviewVerifier(reviewer, trustDomain, time);

    /// <summary>Verifies a token by the verifier that is for its issuer.</summary>
    /// <param name="verifiers">The verifiers.</param>
    /// <param name="token">The token.</param>
    /// <param name="cancellation">Gives up.</param>
    public static ValueTask<TokenResult> VerifyAsync(
        IEnumerable<ITokenVerifier> verifiers, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(verifiers);
        ArgumentNullException.ThrowIfNull(token);
        if (IssuerOf(token) is not { } issuer)
            return new(TokenResult.Refused(RefusalReason.TokenMalformed, "the token is no JWT that names its issuer"));
        var verifier = verifiers.FirstOrDefault(verifier => verifier.IsFor(issuer));
        return verifier is null
            ? new(TokenResult.Refused(RefusalReason.TokenIssuer, "the token is of an issuer whose tokens do not count"))
            : verifier.VerifyAsync(token, cancellation);
    }

    private static ServiceAccountTokenRules RulesOfKubernetes(string issuer) =>
        new(issuer, Audience, AlgorithmsOfKubernetes, IsForOneKey: false);

    private static string? IssuerOf(string token)
    {
        if (token.Length > LengthMax) return null;
        try
        {
            return new JsonWebToken(token).Issuer is { Length: > 0 } issuer ? issuer : null;
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenMalformedException)
        {
            return null;
        }
    }
}
