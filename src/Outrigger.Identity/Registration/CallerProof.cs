namespace Outrigger.Identity.Registration;

/// <summary>How a caller proved who it is.</summary>
public enum CallerProof
{
    /// <summary>By the client certificate that it has, over TLS.</summary>
    Certificate,

    /// <summary>By a bearer token.</summary>
    Token,
}
