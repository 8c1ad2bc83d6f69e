using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Listeners;

/// <summary>
/// Tells from a connection's first bytes what it speaks: TLS with its server name and protocols, HTTP/2 by
/// its preface, HTTP/1 by its request line, or neither. It consumes nothing; it is asked again with more
/// bytes until it knows.
/// </summary>
internal sealed class ProtocolInspector
{
    private const int RequestLineBytesMax = 8 * 1024;
    private const byte TlsHandshakeRecord = 0x16;

    private byte[] _serverName = [];
    private byte[] _applicationProtocols = [];
    private bool _isTlsDecided;

    /// <summary>Whether the connection begins as TLS.</summary>
    public bool IsTls { get; private set; }

    /// <summary>The server name that the client asks for; empty for none.</summary>
    public ReadOnlySpan<byte> ServerName => _serverName;

    /// <summary>The server name, for whoever keeps it; not to be changed.</summary>
    public byte[] ServerNameBytes => _serverName;

    /// <summary>The protocols that the client offers or speaks, each after a byte of length.</summary>
    public ReadOnlySpan<byte> ApplicationProtocols => _applicationProtocols;

    /// <summary>Looks at the bytes received so far.</summary>
    /// <param name="received">All bytes from the first on.</param>
    /// <param name="filters">Which inspectors the listener has.</param>
    /// <returns>Whether all is known that can be; if not, ask again with more bytes.</returns>
    public bool Inspect(ReadOnlySpan<byte> received, ListenerFilters filters)
    {
        if (!_isTlsDecided && (filters & ListenerFilters.TlsInspector) != 0)
        {
            if (!InspectTls(received))
                return false;
            _isTlsDecided = true;
        }

        return IsTls || (filters & ListenerFilters.HttpInspector) == 0 || InspectHttp(received);
    }

    private bool InspectTls(ReadOnlySpan<byte> received)
    {
        if (received.IsEmpty)
            return false;
        if (received[0] != TlsHandshakeRecord)
            return true;
        switch (ClientHello.TryRead(received, out var hello))
        {
            case ClientHelloStatus.NeedMoreData:
                return false;
            case ClientHelloStatus.Invalid:
                return true;
            default:
                IsTls = true;
                _serverName = hello.ServerName.ToArray();
                for (var index = 0; index < _serverName.Length; index++)
                    _serverName[index] = (byte)char.ToLowerInvariant((char)_serverName[index]);
                _applicationProtocols = hello.ApplicationProtocols.ToArray();
                return true;
        }
    }

    private bool InspectHttp(ReadOnlySpan<byte> received)
    {
        if (received.IsEmpty)
            return false;
        var preface = "PRI * HTTP/2.0\r\n"u8;
        var common = Math.Min(received.Length, preface.Length);
        if (received[..common].SequenceEqual(preface[..common]))
        {
            if (common < preface.Length)
                return false;
            _applicationProtocols = [3, .. "h2c"u8];
            return true;
        }

        var lineEnd = received.IndexOf((byte)'\n');
        if (lineEnd < 0)
            return !MayBeRequestLine(received.TrimEnd((byte)'\r'));
        var line = received[..lineEnd].TrimEnd((byte)'\r');
        if (MayBeRequestLine(line) && line.EndsWith(" HTTP/1.1"u8))
            _applicationProtocols = [8, .. "http/1.1"u8];
        else if (MayBeRequestLine(line) && line.EndsWith(" HTTP/1.0"u8))
            _applicationProtocols = [8, .. "http/1.0"u8];
        return true;
    }

    /// <summary>Whether it begins like a method and a space, all of it printable.</summary>
    private static bool MayBeRequestLine(ReadOnlySpan<byte> line)
    {
        if (line.Length > RequestLineBytesMax || line.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            return false;
        var space = line.IndexOf((byte)' ');
        var method = space < 0 ? line : line[..space];
        return method.Length is > 0 and < 32 && !method.ContainsAnyExceptInRange((byte)'-', (byte)'z');
    }
}
