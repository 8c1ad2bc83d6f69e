using Outrigger.Net.Sockets;

namespace Outrigger.Net.Tls;

/// <summary>A connection as OpenSSL's callbacks see it, whichever way its bytes travel.</summary>
internal interface ITlsSession
{
    /// <summary>The context it was made with.</summary>
    TlsContext Context { get; }

    /// <summary>The server name that the client asks for; empty for none.</summary>
    string ServerName { get; }

    /// <summary>The name that a server's certificate must be for; empty when none is asked for.</summary>
    string VerifiedName { get; }

    /// <summary>Our own address; null when it is not known any more.</summary>
    NetworkAddress? LocalAddress { get; }

    /// <summary>The peer's address; null when it is not known any more.</summary>
    NetworkAddress? PeerAddress { get; }

    /// <summary>Notes why the peer's certificate was refused; the handshake then fails for that reason.</summary>
    void NoteVerifyFailure(TlsFailure failure, string text);
}

/// <summary>The connection whose call into OpenSSL runs on this thread; for OpenSSL's callbacks.</summary>
internal static class ActiveTls
{
    [ThreadStatic]
    internal static ITlsSession? Session;
}
