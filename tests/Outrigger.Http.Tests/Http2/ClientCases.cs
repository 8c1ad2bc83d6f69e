using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>
/// What a server sends to our client, which has sent a GET on stream 1 and begun a POST on stream 3: RFC 9113 by section.
/// </summary>
internal static class ClientCases
{
    private static (string, string)[] Ok => [(":status", "200")];

    internal static IEnumerable<ConformanceCase> All =>
    [
        .. Connection,
        .. States,
        .. Frames,
        .. Responses,
        .. Malformed,
    ];

    private static IEnumerable<ConformanceCase> Connection =>
    [
        new("3.4", "SETTINGS come first", wire => wire.Settings((3, 5)), Outcome.Sends("SETTINGS ack")) { IsBeforeHandshake = true },
        new("3.4", "another frame before SETTINGS", wire => wire.Ping(),
            Outcome.ConnectionError("PROTOCOL_ERROR")) { IsBeforeHandshake = true },
        new("3.4", "an answer of HTTP/1.1", wire => wire.Raw("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"),
            Outcome.ConnectionError("FRAME_SIZE_ERROR")) { IsBeforeHandshake = true },
        new("4.2", "a frame larger than SETTINGS_MAX_FRAME_SIZE", wire => wire.Open(1, Ok).Data(1, 16_385),
            Outcome.ConnectionError("FRAME_SIZE_ERROR")),
        new("4.3", "a field block that cannot be decoded", wire => wire.Frame(1, 5, 1, [0xFF]),
            Outcome.ConnectionError("COMPRESSION_ERROR")),
        new("4.3", "a field block that is interrupted", wire => wire.Headers(1, 0, Ok).Data(1, "x"),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.5", "frames of unknown type", wire => wire.Frame(0xF0, 0, 0, new byte[3]).Frame(0xF1, 0, 1, new byte[3]), Outcome.Hears("")),
    ];

    private static IEnumerable<ConformanceCase> States =>
    [
        new("5.1", "HEADERS on an idle stream", wire => wire.Head(5, Ok), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.1", "DATA on an idle stream", wire => wire.Data(5, "x"), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.1", "RST_STREAM on an idle stream", wire => wire.Reset(5), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.1", "WINDOW_UPDATE on an idle stream", wire => wire.WindowUpdate(5, 1), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.1", "closed by both ends: DATA", wire => wire.Head(1, Ok).Data(1, "x"), Outcome.ConnectionError("STREAM_CLOSED")),
        new("5.1", "closed by both ends: WINDOW_UPDATE, RST_STREAM, PRIORITY",
            wire => wire.Head(1, Ok).WindowUpdate(1, 1).Reset(1).PriorityFrame(1, 0), Outcome.Hears("response 1 200 end\nclosed 1")),
        new("5.1", "half-closed (remote): DATA", wire => wire.Head(3, Ok).Data(3, "x"), Outcome.StreamError(3, "STREAM_CLOSED")),
        new("5.1", "half-closed (remote): HEADERS", wire => wire.Head(3, Ok).Head(3, ("x", "y")), Outcome.StreamError(3, "STREAM_CLOSED")),
        new("5.1", "half-closed (remote): WINDOW_UPDATE", wire => wire.Head(3, Ok).WindowUpdate(3, 1), Outcome.Hears("response 3 200 end")),
        new("5.1", "a stream of the server", wire => wire.Head(2, Ok), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.2.1", "content beyond a stream's window", wire => wire.Open(1, Ok).Data(1, 500).Data(1, 501),
            Outcome.StreamError(1, "FLOW_CONTROL_ERROR"))
            { ConsumesNothing = true, Options = new Http2Options { StreamWindowBytes = 1000 } },
    ];

    private static IEnumerable<ConformanceCase> Frames =>
    [
        new("6.1", "DATA on stream 0", wire => wire.Data(0, "x"), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.1", "DATA before the head", wire => wire.Data(1, "x"), Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("6.1", "DATA with too much padding", wire => wire.Open(1, Ok).Frame(0, 8, 1, [9, 0]),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.2", "HEADERS on stream 0", wire => wire.Head(0, Ok), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.3", "PRIORITY on stream 0", wire => wire.PriorityFrame(0, 1), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.4", "RST_STREAM", wire => wire.Open(1, Ok).Data(1, "x").Reset(1, 2),
            Outcome.Hears("response 1 200\ndata 1 x\nreset 1 InternalError Peer\nclosed 1")),
        new("6.4", "RST_STREAM of another length than 4", wire => wire.Frame(3, 0, 1, new byte[5]),
            Outcome.ConnectionError("FRAME_SIZE_ERROR")),
        new("6.5.2", "SETTINGS_ENABLE_PUSH of 1 from a server", wire => wire.Settings((2, 1)), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.5.2", "SETTINGS_ENABLE_PUSH of 0 from a server", wire => wire.Settings((2, 0)), Outcome.Sends("SETTINGS ack")),
        new("6.5.2", "SETTINGS_MAX_FRAME_SIZE below 16,384", wire => wire.Settings((5, 1)), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.5.2", "SETTINGS_INITIAL_WINDOW_SIZE above 2^31-1", wire => wire.Settings((4, uint.MaxValue)),
            Outcome.ConnectionError("FLOW_CONTROL_ERROR")),
        new("6.6", "PUSH_PROMISE that we have forbidden", wire => wire.Frame(5, 4, 1, [0, 0, 0, 2, .. Wire.Block(Wire.Get)]),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.7", "PING", wire => wire.Ping(), Outcome.Sends("PING ack")),
        new("6.8", "GOAWAY: streams beyond the last one may be repeated", wire => wire.GoAway(1, 0).Head(1, Ok),
            Outcome.Hears("reset 3 RefusedStream GoAway\nclosed 3\ngoaway 1 NoError\nresponse 1 200 end\nclosed 1")),
        new("6.8", "GOAWAY in two steps", wire => wire.GoAway(int.MaxValue, 0).GoAway(3, 0),
            Outcome.Hears("goaway 2147483647 NoError\ngoaway 3 NoError")),
        new("6.9.1", "WINDOW_UPDATE beyond 2^31-1", wire => wire.WindowUpdate(3, int.MaxValue),
            Outcome.StreamError(3, "FLOW_CONTROL_ERROR")),
        new("6.10", "CONTINUATION without HEADERS", wire => wire.Continuation(1, 4, Ok), Outcome.ConnectionError("PROTOCOL_ERROR")),
    ];

    private static IEnumerable<ConformanceCase> Responses =>
    [
        new("8.1", "head, content, trailers", wire => wire.Open(1, [.. Ok, ("x", "y")]).Data(1, "abc").Head(1, ("grpc-status", "0")),
            Outcome.Hears("response 1 200 [x: y]\ndata 1 abc\ntrailers 1 [grpc-status: 0]\nclosed 1")),
        new("8.1", "interim responses", wire => wire.Open(1, (":status", "100")).Open(1, (":status", "103"), ("link", "<x>")).Head(1, Ok),
            Outcome.Hears("interim 1 100\ninterim 1 103 [link: <x>]\nresponse 1 200 end\nclosed 1")),
        new("8.1", "an interim response that ends the stream", wire => wire.Head(1, (":status", "103")),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("8.1", "DATA after an interim response", wire => wire.Open(1, (":status", "103")).Data(1, "x"),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("8.1", "a second head that does not end the stream", wire => wire.Open(1, Ok).Open(1, Ok),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("8.1", "a response in full, then RST_STREAM NO_ERROR", wire => wire.Open(3, Ok).Data(3, "x", 1).Reset(3, 0),
            Outcome.Hears("response 3 200\ndata 3 x end\nreset 3 NoError Peer\nclosed 3")),
        new("8.1.1", "a 304 with a length", wire => wire.Head(1, (":status", "304"), ("content-length", "5")),
            Outcome.Hears("response 1 304 [content-length: 5] end\nclosed 1")),
        new("8.1.1", "content-length equal to the content", wire => wire.Open(1, [.. Ok, ("content-length", "1")]).Data(1, "x", 1),
            Outcome.Hears("response 1 200 [content-length: 1]\ndata 1 x end\nclosed 1")),
    ];

    private static IEnumerable<ConformanceCase> Malformed =>
    [
        Bad("8.1.1", "less content than content-length", wire => wire.Open(1, [.. Ok, ("content-length", "2")]).Data(1, "x", 1)),
        Bad("8.1.1", "more content than content-length", wire => wire.Open(1, [.. Ok, ("content-length", "1")]).Data(1, "xy")),
        Bad("8.1.1", "content in a 304", wire => wire.Open(1, (":status", "304")).Data(1, "x")),
        Bad("8.1.1", "content in a 204", wire => wire.Open(1, (":status", "204")).Data(1, "x")),
        Bad("8.1.1", "a length in a 204", wire => wire.Open(1, (":status", "204"), ("content-length", "1"))),
        Bad("8.1.1", "two content-length", wire => wire.Open(1, [.. Ok, ("content-length", "1"), ("content-length", "2")])),
        Bad("8.1", "trailers with a pseudo-header", wire => wire.Open(1, Ok).Head(1, Ok)),
        Bad("8.2", "a name in upper case", wire => wire.Head(1, [.. Ok, ("X", "y")])),
        Bad("8.2.1", "a value with CR LF", wire => wire.Head(1, [.. Ok, ("x", "y\r\n")])),
        Bad("8.2.2", "Connection", wire => wire.Head(1, [.. Ok, ("connection", "close")])),
        Bad("8.2.2", "Transfer-Encoding", wire => wire.Open(1, [.. Ok, ("transfer-encoding", "chunked")])),
        Bad("8.3.2", "no :status", wire => wire.Head(1, ("x", "y"))),
        Bad("8.3.2", "two :status", wire => wire.Head(1, [.. Ok, .. Ok])),
        Bad("8.3.2", ":status of two digits", wire => wire.Head(1, (":status", "99"))),
        Bad("8.3.2", ":status that is no number", wire => wire.Head(1, (":status", "2x0"))),
        Bad("8.3.2", ":status below 100", wire => wire.Head(1, (":status", "099"))),
        Bad("8.3", ":status after a field", wire => wire.Head(1, [("x", "y"), .. Ok])),
        Bad("8.3", "a request's pseudo-header", wire => wire.Head(1, [.. Ok, (":path", "/")])),
        Bad("8.6", "101", wire => wire.Open(1, (":status", "101"))),
    ];

    private static ConformanceCase Bad(string section, string name, Action<Wire> sends) =>
        new(section, name, sends, Outcome.StreamError(1, "PROTOCOL_ERROR"));
}
