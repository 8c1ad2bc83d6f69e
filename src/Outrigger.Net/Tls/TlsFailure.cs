namespace Outrigger.Net.Tls;

/// <summary>What kind of failure ended a handshake or a connection; the text beside it says more.</summary>
public enum TlsFailure
{
    /// <summary>Nothing failed.</summary>
    None,

    /// <summary>The two sides did not come to terms, or what came was not TLS.</summary>
    Protocol,

    /// <summary>A certificate is demanded and the peer showed none.</summary>
    NoCertificate,

    /// <summary>No trusted root vouches for the peer's certificate, or it is expired or revoked.</summary>
    Untrusted,

    /// <summary>The certificate is trusted, but it is not for the name that was expected.</summary>
    NameMismatch,

    /// <summary>The certificate is none of those that were pinned.</summary>
    HashMismatch,

    /// <summary>The handshake took too long.</summary>
    TimedOut,

    /// <summary>The peer closed the connection, or it broke.</summary>
    Disconnected,

    /// <summary>Our own side closed the connection.</summary>
    Closed,
}
