using System.Runtime.InteropServices;

namespace Outrigger.Net.Tls.Native;

/// <summary>
/// What of OpenSSL's <c>libssl</c> is used. The library is looked up at the first call of any function, so a
/// program that never speaks TLS never loads it. Only calls that read a field suppress the GC transition:
/// everything else computes, copies or calls back into managed code.
/// </summary>
internal static unsafe partial class LibSsl
{
    private const string Library = "libssl.so.3";

    [LibraryImport(Library, EntryPoint = "OPENSSL_init_ssl")]
    internal static partial int Initialize(ulong options, void* settings);

    [LibraryImport(Library, EntryPoint = "TLS_server_method")]
    internal static partial nint ServerMethod();

    [LibraryImport(Library, EntryPoint = "TLS_client_method")]
    internal static partial nint ClientMethod();

    [LibraryImport(Library, EntryPoint = "SSL_CTX_new")]
    internal static partial nint ContextNew(nint method);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_free")]
    internal static partial void ContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_ctrl")]
    internal static partial nint ContextControl(nint context, int command, nint number, void* pointer);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_callback_ctrl")]
    internal static partial nint ContextCallbackControl(
        nint context, int command, delegate* unmanaged[Cdecl]<nint, nint, int> callback);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_options")]
    internal static partial ulong ContextSetOptions(nint context, ulong options);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_cipher_list")]
    internal static partial int ContextSetCipherList(nint context, byte* names);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_ciphersuites")]
    internal static partial int ContextSetCipherSuites(nint context, byte* names);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_use_cert_and_key")]
    internal static partial int ContextUseCertificate(
        nint context, nint certificate, nint key, nint chain, int replaces);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_verify")]
    internal static partial void ContextSetVerify(nint context, int mode, nint callback);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_cert_verify_callback")]
    internal static partial void ContextSetVerifyCallback(
        nint context, delegate* unmanaged[Cdecl]<nint, nint, int> callback, nint argument);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_cert_cb")]
    internal static partial void ContextSetCertificateCallback(
        nint context, delegate* unmanaged[Cdecl]<nint, nint, int> callback, nint argument);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_get_cert_store")]
    internal static partial nint ContextGetStore(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_get0_param")]
    internal static partial nint ContextGetVerifyParameters(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_default_verify_paths")]
    internal static partial int ContextUseSystemRoots(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_add_client_CA")]
    internal static partial int ContextAddClientCa(nint context, nint certificate);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_session_id_context")]
    internal static partial int ContextSetSessionIdContext(nint context, byte* identity, uint length);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_timeout")]
    internal static partial nint ContextSetTimeout(nint context, nint seconds);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_num_tickets")]
    internal static partial int ContextSetTicketsCount(nint context, nuint count);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_tlsext_ticket_key_evp_cb")]
    internal static partial int ContextSetTicketKeyCallback(
        nint context, delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint, nint, int, int> callback);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_alpn_select_cb")]
    internal static partial void ContextSetAlpnSelectCallback(
        nint context,
        delegate* unmanaged[Cdecl]<nint, byte**, byte*, byte*, uint, nint, int> callback,
        nint argument);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_sess_set_new_cb")]
    internal static partial void ContextSetNewSessionCallback(
        nint context, delegate* unmanaged[Cdecl]<nint, nint, int> callback);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_keylog_callback")]
    internal static partial void ContextSetKeyLogCallback(
        nint context, delegate* unmanaged[Cdecl]<nint, byte*, void> callback);

    [LibraryImport(Library, EntryPoint = "SSL_new")]
    internal static partial nint New(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_free")]
    internal static partial void Free(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_ctrl")]
    internal static partial nint Control(nint ssl, int command, nint number, void* pointer);

    [LibraryImport(Library, EntryPoint = "SSL_set_bio")]
    internal static partial void SetBio(nint ssl, nint readBio, nint writeBio);

    [LibraryImport(Library, EntryPoint = "SSL_set_accept_state")]
    internal static partial void SetAcceptState(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_set_connect_state")]
    internal static partial void SetConnectState(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_do_handshake")]
    internal static partial int DoHandshake(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_read")]
    internal static partial int Read(nint ssl, byte* buffer, int length);

    [LibraryImport(Library, EntryPoint = "SSL_peek")]
    internal static partial int Peek(nint ssl, byte* buffer, int length);

    [LibraryImport(Library, EntryPoint = "SSL_write")]
    internal static partial int Write(nint ssl, byte* data, int length);

    [LibraryImport(Library, EntryPoint = "SSL_shutdown")]
    internal static partial int Shutdown(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_set_quiet_shutdown")]
    internal static partial void SetQuietShutdown(nint ssl, int isQuiet);

    [LibraryImport(Library, EntryPoint = "SSL_get_error")]
    internal static partial int GetError(nint ssl, int result);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "SSL_has_pending")]
    internal static partial int HasPending(nint ssl);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "SSL_pending")]
    internal static partial int Pending(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_version")]
    internal static partial int VersionNumber(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_get_version")]
    internal static partial byte* GetVersion(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_get_current_cipher")]
    internal static partial nint GetCurrentCipher(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_CIPHER_get_name")]
    internal static partial byte* CipherGetName(nint cipher);

    [LibraryImport(Library, EntryPoint = "SSL_group_to_name")]
    internal static partial byte* GroupToName(nint ssl, int group);

    [LibraryImport(Library, EntryPoint = "SSL_get0_alpn_selected")]
    internal static partial void GetAlpnSelected(nint ssl, byte** protocol, uint* length);

    [LibraryImport(Library, EntryPoint = "SSL_set_alpn_protos")]
    internal static partial int SetAlpnProtocols(nint ssl, byte* protocols, uint length);

    [LibraryImport(Library, EntryPoint = "SSL_get_servername")]
    internal static partial byte* GetServerName(nint ssl, int type);

    [LibraryImport(Library, EntryPoint = "SSL_get1_peer_certificate")]
    internal static partial nint GetPeerCertificate(nint ssl);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "SSL_get0_peer_certificate")]
    internal static partial nint GetPeerCertificateBorrowed(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_get_peer_cert_chain")]
    internal static partial nint GetPeerChain(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_get_certificate")]
    internal static partial nint GetCertificate(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_certs_clear")]
    internal static partial void ClearCertificates(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_use_cert_and_key")]
    internal static partial int UseCertificate(
        nint ssl, nint certificate, nint key, nint chain, int replaces);

    [LibraryImport(Library, EntryPoint = "SSL_session_reused")]
    internal static partial int SessionReused(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_set_session")]
    internal static partial int SetSession(nint ssl, nint session);

    [LibraryImport(Library, EntryPoint = "SSL_get_session")]
    internal static partial nint GetSession(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_SESSION_free")]
    internal static partial void SessionFree(nint session);

    [LibraryImport(Library, EntryPoint = "SSL_SESSION_get_protocol_version")]
    internal static partial int SessionGetVersion(nint session);

    [LibraryImport(Library, EntryPoint = "SSL_SESSION_is_resumable")]
    internal static partial int SessionIsResumable(nint session);

    [LibraryImport(Library, EntryPoint = "SSL_SESSION_get_max_fragment_length")]
    internal static partial byte SessionGetFragmentLengthCode(nint session);

    [LibraryImport(Library, EntryPoint = "SSL_alert_desc_string_long")]
    internal static partial byte* AlertDescription(int alert);
}
