using System.Collections.Concurrent;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>The handshake, and what came of it.</summary>
public sealed partial class TlsConnection
{
    /// <summary>Names that OpenSSL keeps for ever, by their address, so that a handshake makes no texts.</summary>
    private static readonly ConcurrentDictionary<nint, string> Names = new();

    private TlsPeerCertificate? _peerCertificate;
    private string? _serverName;
    private string _askedServerName = "";
    private string _verifiedName = "";

    private enum HandshakeStep
    {
        Done,
        WantsRead,
        WantsWrite,
        Failed,
    }

    /// <summary>Whether the handshake has succeeded.</summary>
    public bool IsEstablished { get; private set; }

    /// <summary>Whether our side is the client.</summary>
    public bool IsClient => !_context.IsServer;

    /// <summary>Whether an earlier session went on, so that no certificates were shown.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>The application protocol that was agreed on (ALPN); empty for none.</summary>
    public unsafe ReadOnlySpan<byte> NegotiatedProtocol
    {
        get
        {
            if (_ssl == 0)
                return default;
            byte* protocol;
            uint length;
            LibSsl.GetAlpnSelected(_ssl, &protocol, &length);
            return new ReadOnlySpan<byte>(protocol, (int)length);
        }
    }

    /// <summary>The server name that the client asked for; empty for none.</summary>
    public string ServerName => _serverName ??= ReadServerName();

    /// <summary>The version as OpenSSL writes it, such as <c>TLSv1.3</c>; empty before it is agreed on.</summary>
    public string Version { get; private set; } = "";

    /// <summary>The cipher suite as OpenSSL writes it; empty before it is agreed on.</summary>
    public string CipherSuite { get; private set; } = "";

    /// <summary>The key agreement group, such as <c>X25519</c>; empty when there was none.</summary>
    public string Group { get; private set; } = "";

    string ITlsSession.VerifiedName => _verifiedName;

    /// <summary>What a session must have in common with this connection to be resumed by it.</summary>
    internal TlsSessionKey SessionKey => new(_askedServerName, _verifiedName);

    /// <summary>
    /// The peer's certificate; null when it showed none, or when read for the first time after closing.
    /// </summary>
    public unsafe TlsPeerCertificate? PeerCertificate
    {
        get
        {
            if (_peerCertificate is null && _ssl != 0 && LibSsl.GetPeerCertificate(_ssl) is not 0 and var leaf)
            {
                _peerCertificate = new TlsPeerCertificate(leaf, LibSsl.GetPeerChain(_ssl), _context.IsServer);
                LibX509.Free(leaf);
            }

            return _peerCertificate;
        }
    }

    /// <summary>Whether the peer showed a certificate.</summary>
    public bool HasPeerCertificate =>
        _peerCertificate is not null || (_ssl != 0 && LibSsl.GetPeerCertificateBorrowed(_ssl) != 0);

    /// <summary>The URIs in our own certificate of this connection; empty without one, and after closing.</summary>
    public IReadOnlyList<string> LocalUriNames =>
        _ssl != 0 && LibSsl.GetCertificate(_ssl) is not 0 and var own ? SubjectAltNames.Read(own).Uri : [];

    /// <summary>Makes the server's side of a connection.</summary>
    /// <param name="socket">An open socket; the connection's from now on.</param>
    /// <param name="context">A server's context with a reference, which the connection gives back.</param>
    /// <param name="received">Bytes that were taken from the socket already; they are copied.</param>
    public static unsafe TlsConnection CreateServer(
        SocketConnection socket, TlsContext context, ReadOnlySpan<byte> received)
    {
        var connection = new TlsConnection(socket, context, received);
        LibSsl.SetAcceptState(connection._ssl);
        return connection;
    }

    /// <summary>Makes the client's side of a connection.</summary>
    /// <param name="socket">A connected socket; the connection's from now on.</param>
    /// <param name="context">A client's context with a reference, which the connection gives back.</param>
    /// <param name="peer">What this connection asks for in place of the context's options.</param>
    public static unsafe TlsConnection CreateClient(
        SocketConnection socket, TlsContext context, in TlsPeerRequest peer = default)
    {
        var connection = new TlsConnection(socket, context, default);
        connection.PrepareClient(in peer);
        return connection;
    }

    /// <summary>Shakes hands.</summary>
    /// <param name="deadlineMs">Loop time at which to give up; <see cref="long.MaxValue"/> for never.</param>
    /// <returns>Whether it succeeded; if not, the failure says why and the caller closes.</returns>
    public async LoopTask<bool> HandshakeAsync(long deadlineMs)
    {
        while (true)
        {
            var step = TakeStep();
            if (step is HandshakeStep.Done or HandshakeStep.Failed)
                return step == HandshakeStep.Done;
            var wait = step == HandshakeStep.WantsRead
                ? await ReadableAsync(deadlineMs)
                : await WritableAsync(deadlineMs);
            if (wait == WaitResult.Ready)
                continue;
            if (wait == WaitResult.TimedOut)
                Fail(TlsFailure.TimedOut, "the TLS handshake did not finish in time");
            else
                Fail(TlsFailure.Closed, "the connection was closed during the TLS handshake");
            return false;
        }
    }

    private unsafe HandshakeStep TakeStep()
    {
        if (_isClosed)
        {
            Fail(TlsFailure.Closed, "the connection was closed during the TLS handshake");
            return HandshakeStep.Failed;
        }

        ActiveTls.Session = this;
        var result = LibSsl.DoHandshake(_ssl);
        ActiveTls.Session = null;
        if (result == 1)
        {
            OnEstablished();
            return HandshakeStep.Done;
        }

        switch (LibSsl.GetError(_ssl, result))
        {
            case OpenSslConstants.ErrorWantRead:
                _read.IsReady = false;
                return HandshakeStep.WantsRead;
            case OpenSslConstants.ErrorWantWrite:
                _write.IsReady = false;
                return HandshakeStep.WantsWrite;
            default:
                Fail(result);
                return HandshakeStep.Failed;
        }
    }

    private void PrepareClient(in TlsPeerRequest peer)
    {
        (_askedServerName, _verifiedName) = TlsPeerRequest.Prepare(_ssl, _context, in peer);
        _context.Sessions?.Resume(_ssl, SessionKey);
    }

    private unsafe void OnEstablished()
    {
        IsEstablished = true;
        IsResumed = LibSsl.SessionReused(_ssl) == 1;
        Version = NameAt(LibSsl.GetVersion(_ssl));
        CipherSuite = NameAt(LibSsl.CipherGetName(LibSsl.GetCurrentCipher(_ssl)));
        var group = (int)LibSsl.Control(_ssl, OpenSslConstants.ControlGetNegotiatedGroup, 0, null);
        Group = group == 0 ? "" : GroupName(NameAt(LibSsl.GroupToName(_ssl, group)));
        var code = LibSsl.SessionGetFragmentLengthCode(LibSsl.GetSession(_ssl));
        if (code is >= 1 and <= 4)
            _recordBytesMax = 256 << code;
        _read.IsReady = MayHaveMore;
        OpenSslErrors.Drain();
    }

    /// <summary>OpenSSL's own names of some groups are not those that it is configured with.</summary>
    private static string GroupName(string name) => name switch
    {
        "x25519" => "X25519",
        "secp256r1" => "P-256",
        "secp384r1" => "P-384",
        "secp521r1" => "P-521",
        _ => name,
    };

    private unsafe string ReadServerName()
    {
        if (_ssl == 0 || !_context.IsServer)
            return _askedServerName;
        return NativeText.Read(LibSsl.GetServerName(_ssl, 0)).ToLowerInvariant();
    }

    private static unsafe string NameAt(byte* name) =>
        name is null ? "" : Names.GetOrAdd((nint)name, static address => NativeText.Read((byte*)address));
}
