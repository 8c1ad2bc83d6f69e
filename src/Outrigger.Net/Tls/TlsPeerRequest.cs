using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>What one connection of a client asks for in place of its context's options.</summary>
public readonly struct TlsPeerRequest
{
    /// <summary>The server name that is asked for; null for the context's.</summary>
    public string? ServerName { get; init; }

    /// <summary>The host name that the certificate must be for; null for what the context says.</summary>
    public string? VerifiedName { get; init; }

    /// <summary>Application protocols, each after a byte of its length; empty for the context's.</summary>
    public ReadOnlyMemory<byte> ApplicationProtocols { get; init; }

    /// <summary>Makes OpenSSL's object a client's, with what is asked for.</summary>
    /// <returns>The server name that is asked for, and the one that the certificate must be for.</returns>
    internal static unsafe (string Asked, string Verified) Prepare(
        nint ssl, TlsContext context, in TlsPeerRequest peer)
    {
        LibSsl.SetConnectState(ssl);
        var serverName = peer.ServerName ?? context.ServerName;
        var verifiedName =
            peer.VerifiedName ?? (context.Verification is { ChecksServerName: true } ? serverName : "");
        // An address is no server name (RFC 6066 section 3).
        if (serverName.Length > 0 && !System.Net.IPAddress.TryParse(serverName, out _))
        {
            fixed (byte* name = NativeText.Terminated(serverName))
                _ = LibSsl.Control(ssl, OpenSslConstants.ControlSetHostName, 0, name);
        }

        var protocols = peer.ApplicationProtocols.IsEmpty ? context.ApplicationProtocols : peer.ApplicationProtocols;
        if (!protocols.IsEmpty)
        {
            fixed (byte* list = protocols.Span)
                _ = LibSsl.SetAlpnProtocols(ssl, list, (uint)protocols.Length);
        }

        return (serverName, verifiedName);
    }
}
