namespace Outrigger.Net.Tls;

/// <summary>A version of the protocol; older ones are not spoken (RFC 8996).</summary>
public enum TlsProtocolVersion
{
    /// <summary>TLS 1.2 (RFC 5246).</summary>
    Tls12,

    /// <summary>TLS 1.3 (RFC 8446).</summary>
    Tls13,
}

/// <summary>What both sides of TLS are configured with. Immutable.</summary>
public abstract record TlsOptions
{
    /// <summary>The oldest version that is spoken.</summary>
    public TlsProtocolVersion VersionMin { get; init; } = TlsProtocolVersion.Tls12;

    /// <summary>The newest version that is spoken.</summary>
    public TlsProtocolVersion VersionMax { get; init; } = TlsProtocolVersion.Tls13;

    /// <summary>
    /// Cipher suites in OpenSSL's names, most preferred first, those of TLS 1.3 (<c>TLS_…</c>) among them.
    /// Empty for the defaults, also for a version that none is given for.
    /// </summary>
    public IReadOnlyList<string> CipherSuites { get; init; } = [];

    /// <summary>
    /// Key agreement groups in OpenSSL's names, most preferred first; empty for X25519MLKEM768 where the
    /// library has it, X25519, P-256 and P-384.
    /// </summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Signature algorithms in OpenSSL's names; empty for the library's defaults.</summary>
    public IReadOnlyList<string> SignatureAlgorithms { get; init; } = [];

    /// <summary>Our own certificates; a server has at least one, a client at most one.</summary>
    public IReadOnlyList<TlsCertificate> Certificates { get; init; } = [];

    /// <summary>Application protocols (ALPN, RFC 7301), most preferred first; empty for none.</summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];

    /// <summary>How the peer's certificate is judged; null for a server that asks for none.</summary>
    public TlsVerification? Verification { get; init; }

    /// <summary>Where secrets are written for debugging; null for nowhere.</summary>
    public TlsKeyLog? KeyLog { get; init; }

    /// <summary>The clock of ticket keys and of OCSP answers.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

/// <summary>What a server's side of TLS is configured with.</summary>
public sealed record TlsServerOptions : TlsOptions
{
    /// <summary>Whether a client without a certificate is refused; without, it may show one.</summary>
    public bool RequiresClientCertificate { get; init; }

    /// <summary>Whether the client's order of cipher suites counts, not ours.</summary>
    public bool PrefersClientCipherSuites { get; init; }

    /// <summary>The keys of session tickets; null for no tickets.</summary>
    public TlsTicketKeys? TicketKeys { get; init; }

    /// <summary>Whether sessions of TLS 1.2 without tickets are kept and resumed.</summary>
    public bool KeepsSessions { get; init; } = true;

    /// <summary>How long a session can be resumed, in seconds; above 0.</summary>
    public int SessionTimeoutSeconds { get; init; } = 7200;

    /// <summary>What an OCSP answer that is missing or too old means.</summary>
    public OcspStaplePolicy OcspStaplePolicy { get; init; }

    /// <summary>
    /// Whether a server name that no certificate is for is answered with the best of all certificates, an
    /// ECDSA one for who can use it, and not with the first.
    /// </summary>
    public bool ScansAllCertificates { get; init; }
}

/// <summary>What a client's side of TLS is configured with.</summary>
public sealed record TlsClientOptions : TlsOptions
{
    /// <summary>The server name that is asked for (SNI); empty for none. A connection may name another.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>How many sessions are kept for resumption; 0 for none.</summary>
    public int SessionsMax { get; init; } = 1;
}

/// <summary>
/// What an OCSP answer that is missing or too old means. Follows
/// <c>DownstreamTlsContext.OcspStaplePolicy</c>.
/// </summary>
public enum OcspStaplePolicy
{
    /// <summary>It is not stapled.</summary>
    Lenient,

    /// <summary>A missing one is not stapled; with one that is too old the certificate is not used.</summary>
    Strict,

    /// <summary>The certificate is not used.</summary>
    Must,
}
