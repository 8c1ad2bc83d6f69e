using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>Preface, frame format and extension: RFC 9113 sections 3.4, 4, 5.4, 5.5 and 7, at a server.</summary>
internal static class ConnectionCases
{
    private const string GetHeard = "request 1 GET http://example.org/ end";

    internal static IEnumerable<ConformanceCase> All =>
    [
        .. Prefaces,
        .. FrameFormat,
        .. FieldBlocks,
        .. Extensions,
    ];

    private static IEnumerable<ConformanceCase> Prefaces =>
    [
        new("3.4", "a preface with SETTINGS is answered by an acknowledgement",
            wire => wire.Preface().Settings((3, 10)), Outcome.Sends("SETTINGS ack")) { IsBeforeHandshake = true },
        new("3.4", "a preface with empty SETTINGS is enough",
            wire => wire.Preface().Settings().SettingsAck().Head(1, Wire.Get), Outcome.Hears("settings\n" + GetHeard))
            { IsBeforeHandshake = true },
        new("3.4", "an invalid preface", wire => wire.Raw("INVALID CONNECTION PREFACE\r\n\r\n"),
            Outcome.ConnectionError("PROTOCOL_ERROR")) { IsBeforeHandshake = true },
        new("3.4", "a preface that differs in its last byte", wire => wire.Raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\rX").Settings(),
            Outcome.ConnectionError("PROTOCOL_ERROR")) { IsBeforeHandshake = true },
        new("3.4", "a request of HTTP/1.1", wire => wire.Raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
            Outcome.ConnectionError("PROTOCOL_ERROR")) { IsBeforeHandshake = true },
        new("3.4", "a preface without SETTINGS behind it", wire => wire.Preface().Ping(),
            Outcome.ConnectionError("PROTOCOL_ERROR")) { IsBeforeHandshake = true },
        new("3.4", "an acknowledgement in place of SETTINGS", wire => wire.Preface().SettingsAck(),
            Outcome.ConnectionError("PROTOCOL_ERROR")) { IsBeforeHandshake = true },
        new("3.4", "a request before our SETTINGS are acknowledged",
            wire => wire.Preface().Settings().Head(1, Wire.Get).SettingsAck(), Outcome.Hears("settings\n" + GetHeard))
            { IsBeforeHandshake = true },
    ];

    private static IEnumerable<ConformanceCase> FrameFormat =>
    [
        new("4.1", "a frame of unknown type", wire => wire.Frame(0xFF, 0xFF, 0, new byte[8]).Head(1, Wire.Get), Outcome.Hears(GetHeard)),
        new("4.1", "a frame of unknown type on an idle stream", wire => wire.Frame(0x20, 0, 9, new byte[300]).Head(1, Wire.Get),
            Outcome.Hears(GetHeard)),
        new("4.1", "a frame with undefined flags", wire => wire.Frame(6, 0xFE, 0, "12345678"u8), Outcome.Sends("PING ack")),
        new("4.1", "a frame with the reserved bit", wire => wire.Frame(6, 0, 0x8000_0000, "12345678"u8), Outcome.Sends("PING ack")),
        new("4.1", "a request with the reserved bit",
            wire => wire.Headers(0x8000_0001, Wire.EndHeaders | Wire.EndStream, Wire.Get), Outcome.Hears(GetHeard)),
        new("4.2", "DATA of 16,384 bytes", wire => wire.Open(1, Wire.Post).Data(1, 16_384, Wire.EndStream),
            Outcome.Hears("request 1 POST http://example.org/\ndata 1 16384 bytes end")),
        new("4.2", "DATA larger than SETTINGS_MAX_FRAME_SIZE", wire => wire.Open(1, Wire.Post).Data(1, 16_385, Wire.EndStream),
            Outcome.ConnectionError("FRAME_SIZE_ERROR")),
        new("4.2", "HEADERS larger than SETTINGS_MAX_FRAME_SIZE",
            wire => wire.Head(1, [.. Wire.Get, ("x-long", new string('x', 16_385))]), Outcome.ConnectionError("FRAME_SIZE_ERROR")),
        new("4.2", "a frame of unknown type larger than SETTINGS_MAX_FRAME_SIZE", wire => wire.Frame(0x50, 0, 0, new byte[16_385]),
            Outcome.ConnectionError("FRAME_SIZE_ERROR")),
        new("4.2", "a larger frame that our SETTINGS allow", wire => wire.Open(1, Wire.Post).Data(1, 20_000, Wire.EndStream),
            Outcome.Hears("request 1 POST http://example.org/\ndata 1 20000 bytes end"))
            { Options = new Http2Options { FrameBytesMax = 20_000 } },
    ];

    private static IEnumerable<ConformanceCase> FieldBlocks =>
    [
        new("4.3", "a field block that cannot be decoded", wire => wire.Frame(1, 5, 1, [0x00, 0x7F]),
            Outcome.ConnectionError("COMPRESSION_ERROR")),
        new("4.3", "PRIORITY within a field block",
            wire => wire.Headers(1, Wire.EndStream, Wire.Get).PriorityFrame(1, 0).Continuation(1, Wire.EndHeaders, ("x", "y")),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("4.3", "HEADERS of another stream within a field block",
            wire => wire.Headers(1, Wire.EndStream, Wire.Get).Head(3, Wire.Get), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("4.3", "CONTINUATION of another stream within a field block",
            wire => wire.Headers(1, Wire.EndStream, Wire.Get).Continuation(3, Wire.EndHeaders, ("x", "y")),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("4.3", "a frame of unknown type within a field block",
            wire => wire.Headers(1, Wire.EndStream, Wire.Get).Frame(0x99, 0, 1, []), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("4.3", "the block of a refused stream keeps the table in step",
            wire => wire
                .Open(1, Wire.Post)
                .Frame(1, 5, 3, [.. Wire.Block(Wire.Get), 0x40, 1, (byte)'x', 1, (byte)'y'])
                .Reset(1)
                .Frame(1, 5, 5, [.. Wire.Block(Wire.Get), 0xBE]),
            Outcome.Hears(
                "request 1 POST http://example.org/\nreset 1 Cancel Peer\nclosed 1\n"
                + "request 5 GET http://example.org/ [x: y] end")) { Options = new Http2Options { ConcurrentStreamsMax = 1 } },
    ];

    private static IEnumerable<ConformanceCase> Extensions =>
    [
        new("5.4.1", "after a connection error nothing more is read",
            wire => wire.Data(0, "x").Head(1, Wire.Get), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.4.2", "after a stream error other streams go on",
            wire => wire.Open(1, Wire.Post).WindowUpdate(1, 0).Head(3, Wire.Get), Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("5.5", "an unknown setting", wire => wire.Settings((0xFFFF, 1)), Outcome.Sends("SETTINGS ack")),
        new("5.5", "an unknown frame between the frames of a message",
            wire => wire.Open(1, Wire.Post).Frame(0x0C, 0, 1, "abc"u8).Data(1, "x", Wire.EndStream),
            Outcome.Hears("request 1 POST http://example.org/\ndata 1 x end")),
        new("7", "GOAWAY with an unknown code", wire => wire.GoAway(0, 0xFF), Outcome.Hears("goaway 0 255")),
        new("7", "RST_STREAM with an unknown code", wire => wire.Open(1, Wire.Post).Reset(1, 0xFF),
            Outcome.Hears("request 1 POST http://example.org/\nreset 1 255 Peer\nclosed 1")),
    ];
}
