using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>
/// What OpenSSL calls during a handshake or a read. It calls on the thread and within the call of the
/// connection that is at work, which is therefore always known. Nothing may be thrown into OpenSSL: what goes
/// wrong here fails the handshake.
/// </summary>
internal static unsafe class TlsCallbacks
{
    /// <summary>Judges the peer's certificate (<c>SSL_CTX_set_cert_verify_callback</c>).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int VerifyPeer(nint storeContext, nint argument)
    {
        if (ActiveTls.Session is not { } connection)
            return 0;
        try
        {
            return PeerVerifier.Verify(connection, storeContext) ? 1 : 0;
        }
        catch (Exception fault)
        {
            connection.NoteVerifyFailure(TlsFailure.Untrusted, fault.Message);
            return 0;
        }
    }

    /// <summary>Chooses the certificates for the server name (<c>SSL_CTX_set_cert_cb</c>).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int ChooseCertificate(nint ssl, nint argument) =>
        ActiveTls.Session is { Context.Certificates: { } certificates } connection
            && certificates.TryUseFor(ssl, connection.ServerName) ? 1 : 0;

    /// <summary>
    /// Chooses the application protocol, by the server's preference (<c>SSL_CTX_set_alpn_select_cb</c>).
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int ChooseProtocol(
        nint ssl, byte** chosen, byte* chosenLength, byte* offered, uint offeredLength, nint argument)
    {
        // What is not agreed on is left out, and the connection goes on without, as in Envoy.
        if (ActiveTls.Session is not { } connection)
            return OpenSslConstants.ExtensionNotAcknowledged;
        var own = connection.Context.ApplicationProtocols.Span;
        while (!own.IsEmpty)
        {
            var name = own.Slice(1, own[0]);
            own = own[(1 + own[0])..];
            var rest = new ReadOnlySpan<byte>(offered, (int)offeredLength);
            while (!rest.IsEmpty && rest.Length > rest[0])
            {
                var candidate = rest.Slice(1, rest[0]);
                rest = rest[(1 + rest[0])..];
                if (!candidate.SequenceEqual(name))
                    continue;
                // The answer points into the client's own offer, which outlives this call.
                *chosen = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(candidate));
                *chosenLength = (byte)candidate.Length;
                return OpenSslConstants.ExtensionOk;
            }
        }

        return OpenSslConstants.ExtensionNotAcknowledged;
    }

    /// <summary>Staples the OCSP answer for a client that asks (<c>SSL_CTX_set_tlsext_status_cb</c>).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int StapleOcsp(nint ssl, nint argument)
    {
        if (ActiveTls.Session is not { Context: { Certificates: { } certificates } context })
            return OpenSslConstants.ExtensionNotAcknowledged;
        var response = certificates.FindUsed(ssl) is { } used ? used.OcspResponse : [];
        var isGood = response.Length > 0 && certificates.FindUsed(ssl)!.OcspNextUpdate > context.Time.GetUtcNow();
        if (isGood && LibCrypto.Allocate((nuint)response.Length, null, 0) is not null and var copy)
        {
            response.CopyTo(new Span<byte>(copy, response.Length));
            _ = LibSsl.Control(ssl, OpenSslConstants.ControlSetOcspResponse, response.Length, copy);
            return OpenSslConstants.ExtensionOk;
        }

        var isFatal = context.OcspStaplePolicy == OcspStaplePolicy.Must
            || (context.OcspStaplePolicy == OcspStaplePolicy.Strict && response.Length > 0);
        return isFatal ? OpenSslConstants.ExtensionFatal : OpenSslConstants.ExtensionNotAcknowledged;
    }

    /// <summary>Gives the key of a ticket (<c>SSL_CTX_set_tlsext_ticket_key_evp_cb</c>).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int GiveTicketKey(
        nint ssl, byte* keyName, byte* initializationVector, nint cipherContext, nint macContext, int isSealing)
    {
        if (ActiveTls.Session is not { Context.TicketKeys: { } keys })
            return -1;
        if (isSealing == 1)
            return keys.TrySeal(keyName, initializationVector, cipherContext, macContext) ? 1 : -1;
        var use = keys.Open(keyName, initializationVector, cipherContext, macContext);
        // A client of TLS 1.3 uses a ticket once, so with every resumption it needs another.
        if (use == TlsTicketKeys.TicketUse.Current && LibSsl.VersionNumber(ssl) >= OpenSslConstants.Tls13Number)
            use = TlsTicketKeys.TicketUse.Old;
        return (int)use;
    }

    /// <summary>Keeps a client's session (<c>SSL_CTX_sess_set_new_cb</c>).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int KeepSession(nint ssl, nint session)
    {
        if (ActiveTls.Session is not TlsConnection connection
            || ((ITlsSession)connection).Context.Sessions is not { } sessions)
            return 0;
        return LibSsl.SessionIsResumable(session) == 1 && sessions.Add(connection.SessionKey, session) ? 1 : 0;
    }

    /// <summary>Writes a line of secrets (<c>SSL_CTX_set_keylog_callback</c>).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void LogKey(nint ssl, byte* line)
    {
        if (ActiveTls.Session is not { Context.KeyLog: { } log } connection)
            return;
        try
        {
            log.Write(connection, NativeText.Read(line));
        }
        catch (IOException)
        {
            // A full disk must not end the connection that somebody is debugging.
            return;
        }
    }
}
