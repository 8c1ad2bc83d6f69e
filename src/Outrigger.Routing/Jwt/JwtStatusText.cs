namespace Outrigger.Routing.Jwt;

/// <summary>
/// The sentences that clients and access logs see. They are those of Envoy where it tells the case apart, since
/// dashboards look for them.
/// </summary>
public static class JwtStatusText
{
    /// <summary>The sentence for a status.</summary>
    /// <param name="status">The status.</param>
    public static string Of(JwtStatus status) => status switch
    {
        JwtStatus.Ok => "OK",
        JwtStatus.Missing => "Jwt is missing",
        JwtStatus.TooLarge => $"Jwt has more than {JsonWebSignature.TokenBytesMax} bytes",
        JwtStatus.TooMany => "Found multiple Jwt tokens",
        JwtStatus.BadFormat =>
            "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections",
        JwtStatus.HeaderBadBase64 => "Jwt header is an invalid Base64url encoded",
        JwtStatus.HeaderBadJson => "Jwt header is an invalid JSON",
        JwtStatus.HeaderBadAlgorithm => "Jwt header [alg] field is required and must be a string",
        JwtStatus.AlgorithmNotSupported => "Jwt header [alg] is not supported",
        JwtStatus.HeaderBadKeyId => "Jwt header [kid] field is not a string",
        JwtStatus.HeaderCritical => "Jwt header [crit] is not supported",
        JwtStatus.PayloadBadBase64 => "Jwt payload is an invalid Base64url encoded",
        JwtStatus.PayloadBadJson => "Jwt payload is an invalid JSON",
        JwtStatus.IssuerNotString => "Jwt payload [iss] field is not a string",
        JwtStatus.SubjectNotString => "Jwt payload [sub] field is not a string",
        JwtStatus.IdentifierNotString => "Jwt payload [jti] field is not a string",
        JwtStatus.IssuedAtNotNumber => "Jwt payload [iat] field is not an integer",
        JwtStatus.IssuedAtOutOfRange => "Jwt payload [iat] field is not a positive 64 bit integer",
        JwtStatus.NotBeforeNotNumber => "Jwt payload [nbf] field is not an integer",
        JwtStatus.NotBeforeOutOfRange => "Jwt payload [nbf] field is not a positive 64 bit integer",
        JwtStatus.ExpirationNotNumber => "Jwt payload [exp] field is not an integer",
        JwtStatus.ExpirationOutOfRange => "Jwt payload [exp] field is not a positive 64 bit integer",
        JwtStatus.AudienceNotString => "Jwt payload [aud] field is not a string or string list",
        JwtStatus.SignatureBadBase64 => "Jwt signature is an invalid Base64url encoded",
        JwtStatus.NotYetValid => "Jwt not yet valid",
        JwtStatus.Expired => "Jwt is expired",
        JwtStatus.ExpirationMissing => "Jwt payload [exp] field is required",
        JwtStatus.LifetimeTooLong => "Jwt lifetime is longer than allowed",
        JwtStatus.UnknownIssuer => "Jwt issuer is not configured",
        JwtStatus.AudienceNotAllowed => "Audiences in Jwt are not allowed",
        JwtStatus.SubjectNotAllowed => "Subject in Jwt is not allowed",
        JwtStatus.NoValidKeys => "Jwks doesn't have any valid public key",
        JwtStatus.KeyMismatch => "Jwks doesn't have key to match kid or alg from Jwt",
        JwtStatus.VerificationFails => "Jwt verification fails",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
