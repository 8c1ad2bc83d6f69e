namespace Outrigger.Fuzz.Http2;

/// <summary>Frames and pieces of frames that connections are made of.</summary>
internal static class Http2Words
{
    /// <summary>A SETTINGS frame that changes nothing.</summary>
    public static byte[] EmptySettings { get; } = [0, 0, 0, 4, 0, 0, 0, 0, 0];

    /// <summary>What a client sends first.</summary>
    public static byte[] ClientStart { get; } =
        [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. EmptySettings];

    public static IReadOnlyList<byte[]> All { get; } =
    [
        EmptySettings,
        [0, 0, 0, 4, 1, 0, 0, 0, 0],
        // GET / on streams 1 and 3, ending there; POST / on stream 5, going on.
        [0, 0, 4, 1, 5, 0, 0, 0, 1, 0x82, 0x84, 0x86, 0x01],
        [0, 0, 6, 1, 5, 0, 0, 0, 1, 0x82, 0x84, 0x86, 0x41, 0x01, (byte)'a'],
        [0, 0, 6, 1, 5, 0, 0, 0, 3, 0x82, 0x84, 0x86, 0x41, 0x01, (byte)'a'],
        [0, 0, 6, 1, 4, 0, 0, 0, 5, 0x83, 0x84, 0x86, 0x41, 0x01, (byte)'a'],
        // :status 200 on streams 1, 3 and 5.
        [0, 0, 1, 1, 4, 0, 0, 0, 1, 0x88],
        [0, 0, 1, 1, 5, 0, 0, 0, 3, 0x88],
        [0, 0, 1, 1, 4, 0, 0, 0, 5, 0x88],
        // A block in two frames, content, padding, resets, pings, windows, priorities, shutdown, promise.
        [0, 0, 2, 1, 1, 0, 0, 0, 7, 0x82, 0x84, 0, 0, 4, 9, 4, 0, 0, 0, 7, 0x86, 0x41, 0x01, (byte)'a'],
        [0, 0, 0, 9, 0, 0, 0, 0, 7],
        [0, 0, 5, 0, 0, 0, 0, 0, 5, (byte)'h', (byte)'e', (byte)'l', (byte)'l', (byte)'o'],
        [0, 0, 5, 0, 1, 0, 0, 0, 5, (byte)'h', (byte)'e', (byte)'l', (byte)'l', (byte)'o'],
        [0, 0, 4, 0, 8, 0, 0, 0, 5, 2, (byte)'x', 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 5],
        [0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 8],
        [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8],
        [0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0],
        [0, 0, 4, 8, 0, 0, 0, 0, 1, 0x7f, 0xff, 0xff, 0xff],
        [0, 0, 5, 2, 0, 0, 0, 0, 3, 0, 0, 0, 1, 16],
        [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
        [0, 0, 5, 5, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0x82],
        [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0],
        [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
        [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0],
        [0, 0, 0, 10, 0, 0, 0, 0, 0],
        // Fields: content-length: 5, te: trailers, connection: close, cookie, transfer-encoding: chunked.
        [0x0f, 0x0d, 0x01, (byte)'5'],
        [0x40, 0x02, (byte)'t', (byte)'e', 0x08, .. "trailers"u8],
        [0x40, 0x0a, .. "connection"u8, 0x05, .. "close"u8],
        [0x60, 0x03, .. "a=b"u8],
        [0x0f, 0x2a, 0x07, .. "chunked"u8],
        [0x42, 0x07, .. "CONNECT"u8],
        [0x40, 0x09, .. ":protocol"u8, 0x09, .. "websocket"u8],
        [0x44, 0x04, .. "/x\r\n"u8],
        [0x66, 0x01, (byte)'a'],
    ];
}
