namespace Outrigger.Routing.Jwt;

/// <summary>What came of a JSON Web Token. <see cref="JwtStatusText"/> has Envoy's sentence for each.</summary>
public enum JwtStatus : byte
{
    /// <summary>It is good.</summary>
    Ok,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>It has more bytes than tokens may have.</summary>
    TooLarge,

    /// <summary>There are more of them than are looked at.</summary>
    TooMany,

    /// <summary>It is not three parts between two dots.</summary>
    BadFormat,

    /// <summary>The header is not base64url without padding.</summary>
    HeaderBadBase64,

    /// <summary>The header is not a JSON object, or names a member twice.</summary>
    HeaderBadJson,

    /// <summary>The header names no algorithm.</summary>
    HeaderBadAlgorithm,

    /// <summary>The algorithm is not one of the supported: also <c>none</c> and those with symmetric keys.</summary>
    AlgorithmNotSupported,

    /// <summary>The key's name is not a string.</summary>
    HeaderBadKeyId,

    /// <summary>The header demands an extension (<c>crit</c>, <c>b64</c>); none is implemented.</summary>
    HeaderCritical,

    /// <summary>The payload is not base64url without padding.</summary>
    PayloadBadBase64,

    /// <summary>The payload is not a JSON object, or names a member twice.</summary>
    PayloadBadJson,

    /// <summary>The issuer is not a string.</summary>
    IssuerNotString,

    /// <summary>The subject is not a string.</summary>
    SubjectNotString,

    /// <summary>The token's identifier is not a string.</summary>
    IdentifierNotString,

    /// <summary>The time of issue is not a number.</summary>
    IssuedAtNotNumber,

    /// <summary>The time of issue is negative or beyond 64 bits.</summary>
    IssuedAtOutOfRange,

    /// <summary>The start of validity is not a number.</summary>
    NotBeforeNotNumber,

    /// <summary>The start of validity is negative or beyond 64 bits.</summary>
    NotBeforeOutOfRange,

    /// <summary>The end of validity is not a number.</summary>
    ExpirationNotNumber,

    /// <summary>The end of validity is negative or beyond 64 bits.</summary>
    ExpirationOutOfRange,

    /// <summary>The audience is neither a string nor a list of strings.</summary>
    AudienceNotString,

    /// <summary>The signature is not base64url without padding.</summary>
    SignatureBadBase64,

    /// <summary>It is not valid yet.</summary>
    NotYetValid,

    /// <summary>It is valid no more.</summary>
    Expired,

    /// <summary>It has no end of validity though one is required.</summary>
    ExpirationMissing,

    /// <summary>It stays valid for longer than is allowed.</summary>
    LifetimeTooLong,

    /// <summary>It is of an issuer that is not expected here.</summary>
    UnknownIssuer,

    /// <summary>It is for somebody else.</summary>
    AudienceNotAllowed,

    /// <summary>It is about somebody who is not expected here.</summary>
    SubjectNotAllowed,

    /// <summary>The issuer has no key that can be used.</summary>
    NoValidKeys,

    /// <summary>The issuer has no key of that name that fits the algorithm.</summary>
    KeyMismatch,

    /// <summary>The signature is not the key's.</summary>
    VerificationFails,
}
