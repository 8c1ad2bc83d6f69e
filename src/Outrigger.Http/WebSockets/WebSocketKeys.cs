using System.Buffers.Binary;
using System.Buffers.Text;

namespace Outrigger.Http.WebSockets;

/// <summary>The values of Sec-WebSocket-Key and Sec-WebSocket-Accept (RFC 6455 section 4).</summary>
public static class WebSocketKeys
{
    /// <summary>Bytes of a Sec-WebSocket-Key.</summary>
    public const int KeyLength = 24;

    /// <summary>Bytes of a Sec-WebSocket-Accept.</summary>
    public const int AcceptLength = 28;

    /// <summary>Writes a key out of 16 bytes of chance.</summary>
    /// <param name="high">Eight of them.</param>
    /// <param name="low">The other eight.</param>
    /// <param name="destination">Where the key goes: <see cref="KeyLength"/> bytes.</param>
    public static void WriteKey(ulong high, ulong low, Span<byte> destination)
    {
        Span<byte> nonce = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(nonce, high);
        BinaryPrimitives.WriteUInt64BigEndian(nonce[8..], low);
        Base64.EncodeToUtf8(nonce, destination, out _, out _);
    }

    /// <summary>Writes what proves that a server has read a key.</summary>
    /// <param name="key">The key as it was received.</param>
    /// <param name="destination">Where the proof goes: <see cref="AcceptLength"/> bytes.</param>
    public static void WriteAccept(ReadOnlySpan<byte> key, Span<byte> destination)
    {
        Span<byte> digest = stackalloc byte[Sha1.DigestBytes];
        Sha1.Hash(key, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8, digest);
        Base64.EncodeToUtf8(digest, destination, out _, out _);
    }
}
