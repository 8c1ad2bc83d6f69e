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
/// and application protocols (RFC 7301). Nearly every client sends it in one record; it may be spread over
/// several, and who hides a server name so is found all the same.
/// </summary>
internal readonly ref struct ClientHello
{
    /// <summary>Bytes of the longest hello that is read; real ones have less than 2,000.</summary>
    public const int LengthMax = 16 * 1024;

    private const int RecordHeaderLength = 5;
    private const int RecordLengthMax = 16 * 1024;
    private const int RecordsMax = 32;
    private const int MessageHeaderLength = 4;
    private const byte ContentHandshake = 0x16;
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
    /// <param name="hello">
    /// The hello; its spans lie in <paramref name="received"/>, or in memory of their own.
    /// </param>
    public static ClientHelloStatus TryRead(ReadOnlySpan<byte> received, out ClientHello hello)
    {
        hello = default;
        var status = TakeRecord(ref received, out var fragment);
        if (status != ClientHelloStatus.Complete)
            return status;
        if (fragment[0] != HandshakeClientHello)
            return ClientHelloStatus.Invalid;
        if (fragment.Length >= MessageHeaderLength)
        {
            var length = LengthOf(fragment);
            if (length > LengthMax)
                return ClientHelloStatus.Invalid;
            if (fragment.Length >= MessageHeaderLength + length)
                return ReadMessage(fragment[..(MessageHeaderLength + length)], out hello);
        }

        return Join(fragment, received, out hello);
    }

    /// <summary>Puts a hello together that is spread over several records.</summary>
    private static ClientHelloStatus Join(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> rest, out ClientHello hello)
    {
        hello = default;
        Span<byte> joined = new byte[MessageHeaderLength + LengthMax];
        var count = 0;
        var fragment = first;
        for (var records = 1; records <= RecordsMax; records++)
        {
            // What does not fit is no hello that is read; the first message ends where its length says.
            var taken = Math.Min(fragment.Length, joined.Length - count);
            fragment[..taken].CopyTo(joined[count..]);
            count += taken;
            var length = count < MessageHeaderLength ? 0 : LengthOf(joined);
            if (length > LengthMax)
                return ClientHelloStatus.Invalid;
            if (count >= MessageHeaderLength && count >= MessageHeaderLength + length)
                return ReadMessage(joined[..(MessageHeaderLength + length)], out hello);
            var status = TakeRecord(ref rest, out fragment);
            if (status != ClientHelloStatus.Complete)
                return status;
        }

        return ClientHelloStatus.Invalid;
    }

    /// <summary>Takes the content of a whole handshake record off the front.</summary>
    private static ClientHelloStatus TakeRecord(
        scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> fragment)
    {
        fragment = default;
        if (rest.Length < RecordHeaderLength)
            return ClientHelloStatus.NeedMoreData;
        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[3..]);
        if (rest[0] != ContentHandshake || rest[1] != 3 || length is 0 or > RecordLengthMax)
            return ClientHelloStatus.Invalid;
        if (rest.Length < RecordHeaderLength + length)
            return ClientHelloStatus.NeedMoreData;
        fragment = rest.Slice(RecordHeaderLength, length);
        rest = rest[(RecordHeaderLength + length)..];
        return ClientHelloStatus.Complete;
    }

    private static int LengthOf(ReadOnlySpan<byte> message) =>
        (message[1] << 16) | BinaryPrimitives.ReadUInt16BigEndian(message[2..]);

    private static ClientHelloStatus ReadMessage(ReadOnlySpan<byte> message, out ClientHello hello) =>
        TryReadBody(message, out hello) ? ClientHelloStatus.Complete : ClientHelloStatus.Invalid;

    private static bool TryReadBody(ReadOnlySpan<byte> message, out ClientHello hello)
    {
        hello = default;
        // Type and length, version, random; then session id, cipher suites, compression methods and
        // extensions.
        if (message.Length < MessageHeaderLength + 2 + 32)
            return false;
        var rest = message[(MessageHeaderLength + 2 + 32)..];
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
