namespace Outrigger.Identity.Registration;

/// <summary>Why a certificate was refused: one word for logs and metrics.</summary>
public enum RefusalReason
{
    /// <summary>The caller showed neither a client certificate nor a token.</summary>
    NoCredential,

    /// <summary>The client certificate has expired since the connection was made.</summary>
    CertificateExpired,

    /// <summary>The token is no JWT of the form that is expected, or too long.</summary>
    TokenMalformed,

    /// <summary>The token has expired, is not valid yet, or never expires.</summary>
    TokenExpired,

    /// <summary>The token was issued for somebody else than this authority.</summary>
    TokenAudience,

    /// <summary>Nobody whose tokens count issued the token.</summary>
    TokenIssuer,

    /// <summary>The token is not signed, or by no key that is known, or not by an algorithm that counts.</summary>
    TokenSignature,

    /// <summary>The token was already used for another key.</summary>
    TokenReplayed,

    /// <summary>The token could not be checked because its issuer does not answer.</summary>
    TokenUncheckable,

    /// <summary>The signing request is larger than any honest one.</summary>
    RequestOversized,

    /// <summary>The signing request cannot be read.</summary>
    RequestMalformed,

    /// <summary>The signing request is not signed by the key that it is for.</summary>
    RequestSignature,

    /// <summary>The key is of a kind or size that is not accepted.</summary>
    RequestKey,

    /// <summary>The request asks for a name that the caller did not prove.</summary>
    ForeignIdentity,

    /// <summary>The caller asks too often.</summary>
    RateLimited,

    /// <summary>The authority cannot sign now.</summary>
    Unavailable,
}
