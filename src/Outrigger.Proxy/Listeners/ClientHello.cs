using System.Buffers.Binary;

namespace Outrigger.Proxy.Listeners;

/// <summary>What came of looking for a ClientHello.</summary>
internal enum ClientHelloStatus : byte
{
    /// <summary>The beginning of one; more must be received.</summary>
    NeedMoreData,

    /// <summary>All of one.</summary>
    Complete,

    /// <summary>Something else.</summary>
    Invalid,
}

/// <summary>
/// The parts of a TLS ClientHello (RFC 8446 section 4.1.2) that choose a filter chain: server name (RFC 6066)
/// and application protocols (RFC 7301). Reads a hello that fits one record, as every client sends it.
/// </summary>
internal readonly ref struct ClientHello
{
    private const int RecordHeaderLength = 5;
    private const byte HandshakeClientHello = 1;
    private const int ExtensionServerName = 0;
    private const int ExtensionApplicationProtocols = 16;

    private ClientHello(ReadOnlySpan<byte> serverName, ReadOnlySpan<byte> applicationProtocols)
    {
        ServerName = serverName;
        ApplicationProtocols = applicationProtocols;
    }

    /// <summary>The server name; empty for none.</summary>
    public ReadOnlySpan<byte> ServerName { get; }

    /// <summary>The offered protocols, each after a byte of length; empty for none.</summary>
    public ReadOnlySpan<byte> ApplicationProtocols { get; }

    /// <summary>Reads the hello at the start of a connection.</summary>
    /// <param name="received">All bytes from the first on.</param>
    /// <param name="hello">The hello; its spans lie in <paramref name="received"/>.</param>
    public static ClientHelloStatus TryRead(ReadOnlySpan<byte> received, out ClientHello hello)
    {
        hello = default;
        if (received.Length < RecordHeaderLength)
            return ClientHelloStatus.NeedMoreData;
        if (received[1] != 3)
            return ClientHelloStatus.Invalid;
        int length = BinaryPrimitives.ReadUInt16BigEndian(received[3..]);
        if (received.Length < RecordHeaderLength + length)
            return length <= 16 * 1024 ? ClientHelloStatus.NeedMoreData : ClientHelloStatus.Invalid;
        return TryReadBody(received.Slice(RecordHeaderLength, length), out hello)
            ? ClientHelloStatus.Complete
            : ClientHelloStatus.Invalid;
    }

    private static bool TryReadBody(ReadOnlySpan<byte> record, out ClientHello hello)
    {
        hello = default;
        // Type and 24-bit length, version, random; then session id, cipher suites, compression methods and
        // extensions.
        if (record.Length < 4 + 2 + 32 || record[0] != HandshakeClientHello)
            return false;
        var rest = record[(4 + 2 + 32)..];
        if (!TrySkip8(ref rest) || !TrySkip16(ref rest) || !TrySkip8(ref rest))
            return false;
        if (rest.IsEmpty)
            return true;
        if (!TryTake16(ref rest, out var extensions))
            return false;
        ReadOnlySpan<byte> serverName = default;
        ReadOnlySpan<byte> protocols = default;
        while (!extensions.IsEmpty)
        {
            if (extensions.Length < 4)
                return false;
            var type = BinaryPrimitives.ReadUInt16BigEndian(extensions);
            extensions = extensions[2..];
            if (!TryTake16(ref extensions, out var data))
                return false;
            if (type == ExtensionServerName)
                serverName = ReadServerName(data);
            else if (type == ExtensionApplicationProtocols && TryTake16(ref data, out var list))
                protocols = list;
        }

        hello = new ClientHello(serverName, protocols);
        return true;
    }

    private static ReadOnlySpan<byte> ReadServerName(ReadOnlySpan<byte> data)
    {
        if (!TryTake16(ref data, out var list) || list.Length < 3 || list[0] != 0)
            return default;
        list = list[1..];
        return TryTake16(ref list, out var name) ? name : default;
    }

    private static bool TrySkip8(scoped ref ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest.Length < 1 + rest[0])
            return false;
        rest = rest[(1 + rest[0])..];
        return true;
    }

    private static bool TrySkip16(scoped ref ReadOnlySpan<byte> rest) => TryTake16(ref rest, out _);

    private static bool TryTake16(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (rest.Length < 2)
            return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (rest.Length < 2 + length)
            return false;
        taken = rest.Slice(2, length);
        rest = rest[(2 + length)..];
        return true;
    }
}
