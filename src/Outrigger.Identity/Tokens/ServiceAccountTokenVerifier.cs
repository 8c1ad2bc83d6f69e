using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Outrigger.Identity.Registration;

namespace Outrigger.Identity.Tokens;

/// <summary>
/// Verifies tokens of service accounts in the form that Kubernetes gives its projected ones: <c>sub</c> is
/// <c>system:serviceaccount:NAMESPACE:NAME</c>, and <c>kubernetes.io</c> names namespace, pod and account. Follows
/// RFC 8725: algorithms are named here and never by the token, no shared secrets, issuer, audience and expiry required.
/// </summary>
internal sealed class ServiceAccountTokenVerifier : ITokenVerifier
{
    /// <summary>Tokens that are longer are not looked at.</summary>
    private const int LengthMax = 8 * 1024;

    /// <summary>A token may have been issued so far in our future: clocks differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private readonly ServiceAccountTokenRules _rules;
    private readonly IKeySource _keys;
    private readonly TrustDomain _trustDomain;
    private readonly TimeProvider _time;
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = LengthMax };

    public ServiceAccountTokenVerifier(
        ServiceAccountTokenRules rules, IKeySource keys, TrustDomain trustDomain, TimeProvider time)
    {
        _rules = rules;
        _keys = keys;
        _trustDomain = trustDomain;
        _time = time;
    }

    /// <inheritdoc/>
    public bool IsFor(string issuer) => issuer == _rules.Issuer;

    /// <inheritdoc/>
    public async ValueTask<TokenResult> VerifyAsync(string token, CancellationToken cancellation)
    {
        var (result, failure) = await ValidateAsync(token, refresh: false, cancellation);
        if (failure?.Refusal?.Reason == RefusalReason.TokenSignature)
            (result, failure) = await ValidateAsync(token, refresh: true, cancellation);
        if (failure is not null) return failure;
        return result?.SecurityToken is JsonWebToken verified
            ? ReadClaims(verified)
            : TokenResult.Refused(RefusalReason.TokenMalformed, "the token is no JWT");
    }

    private async ValueTask<(TokenValidationResult? Result, TokenResult? Failure)> ValidateAsync(
        string token, bool refresh, CancellationToken cancellation)
    {
        var keys = await _keys.KeysAsync(refresh, cancellation);
        if (keys is null)
        {
            return (null, TokenResult.Refused(
                RefusalReason.TokenUncheckable, $"the keys of the issuer {_rules.Issuer} cannot be had now"));
        }

        var result = await _handler.ValidateTokenAsync(token, Parameters(keys));
        return result.IsValid ? (result, null) : (null, Failure(result.Exception));
    }

    private TokenValidationParameters Parameters(IReadOnlyList<SecurityKey> keys) => new()
    {
        ValidIssuer = _rules.Issuer,
        ValidAudience = _rules.Audience,
        ValidAlgorithms = _rules.Algorithms,
        IssuerSigningKeys = keys,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        RequireAudience = true,
        ValidateLifetime = true,
        LifetimeValidator = (notBefore, expires, _, _) => IsTimely(notBefore, expires),
    };

    private bool IsTimely(DateTime? notBefore, DateTime? expires)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return expires is { } end && end > now && (notBefore is not { } begin || begin <= now + ClockSkew);
    }

    private static TokenResult Failure(Exception exception) => exception switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException
            or SecurityTokenNotYetValidException =>
            TokenResult.Refused(RefusalReason.TokenExpired, "the token has expired, or is not valid yet"),
        SecurityTokenInvalidAudienceException =>
            TokenResult.Refused(RefusalReason.TokenAudience, "the token was issued for another audience"),
        SecurityTokenInvalidIssuerException =>
            TokenResult.Refused(RefusalReason.TokenIssuer, "the token is of another issuer"),
        SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException
            or SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSigningKeyException =>
            TokenResult.Refused(RefusalReason.TokenSignature, "the token is not signed by a key that counts"),
        _ => TokenResult.Refused(RefusalReason.TokenMalformed, "the token is no JWT of the form that is expected"),
    };

    private TokenResult ReadClaims(JsonWebToken token)
    {
        // A header that must be understood and is not makes the token void (RFC 7515, section 4.1.11).
        if (token.TryGetHeaderValue<object>("crit", out _)) return Malformed("it has a critical header");
        if (!ServiceAccountName.TryParse(token.Subject, out var objectNamespace, out var account))
            return Malformed($"its subject is not {ServiceAccountName.Prefix}NAMESPACE:NAME");

        if (_rules.IsForOneKey && token.Id.Length == 0) return Malformed("it has no jti");
        string? pod = null;
        if (token.TryGetPayloadValue<JsonElement>("kubernetes.io", out var claims))
        {
            if (Text(claims, "namespace") is { } claimed && claimed != objectNamespace)
                return Malformed("its namespace is not its subject's");
            if (Text(claims, "serviceaccount", "name") is { } name && name != account)
                return Malformed("its service account is not its subject's");
            if (Text(claims, "pod", "name") is { } podName && SpiffeId.IsName(podName))
                pod = $"{objectNamespace}/{podName}";
        }

        return new TokenResult(
            new WorkloadToken(
                new SpiffeId(_trustDomain, objectNamespace, account), pod,
                _rules.IsForOneKey ? token.Id : null,
                new DateTimeOffset(token.ValidTo, TimeSpan.Zero)),
            null);
    }

    private static TokenResult Malformed(string problem) =>
        TokenResult.Refused(RefusalReason.TokenMalformed, $"the token is none of a service account: {problem}");

    private static string? Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }
}
