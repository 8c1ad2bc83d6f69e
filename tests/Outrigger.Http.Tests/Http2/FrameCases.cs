using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>Each type of frame: RFC 9113 section 6, at a server.</summary>
internal static class FrameCases
{
    private const string PostHeard = "request 1 POST http://example.org/";
    private const string GetHeard = "request 1 GET http://example.org/ end";

    internal static IEnumerable<ConformanceCase> All =>
    [
        .. DataFrames,
        .. HeadersFrames,
        .. PriorityAndReset,
        .. SettingsFrames,
        .. PushPingAndGoAway,
        .. WindowUpdates,
        .. InitialWindows,
        .. Continuations,
    ];

    private static IEnumerable<ConformanceCase> DataFrames =>
    [
        new("6.1", "DATA on stream 0", wire => wire.Data(0, "x"), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.1", "DATA with padding",
            wire => wire.Open(1, Wire.Post).Frame(0, Wire.Padded | Wire.EndStream, 1, [2, (byte)'x', (byte)'y', 0, 0]),
            Outcome.Hears(PostHeard + "\ndata 1 xy end")),
        new("6.1", "DATA with nothing but padding, at the end",
            wire => wire.Open(1, Wire.Post).Data(1, "a").Frame(0, Wire.Padded | Wire.EndStream, 1, [2, 0, 0]),
            Outcome.Hears(PostHeard + "\ndata 1 a end")),
        new("6.1", "DATA with padding as long as the frame", wire => wire.Open(1, Wire.Post).Frame(0, Wire.Padded, 1, [3, 0, 0]),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.1", "DATA with padding and no room for its length", wire => wire.Open(1, Wire.Post).Frame(0, Wire.Padded, 1, []),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.1", "padding counts for the windows, and is given back",
            wire => wire.Open(1, Wire.Post).Repeat(3, part => part.Frame(0, Wire.Padded, 1, [249, .. new byte[250]])),
            Outcome.Sends("WINDOW_UPDATE 1 752")) { Options = new Http2Options { StreamWindowBytes = 1500 } },
        new("6.1", "DATA without content, at the end", wire => wire.Open(1, Wire.Post).Data(1, "", Wire.EndStream),
            Outcome.Hears(PostHeard + "\ndata 1  end")),
    ];

    private static IEnumerable<ConformanceCase> HeadersFrames =>
    [
        new("6.2", "HEADERS on stream 0", wire => wire.Head(0, Wire.Get), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.2", "HEADERS with padding",
            wire => wire.Frame(1, 0x0D, 1, [3, .. Wire.Block(Wire.Get), 0, 0, 0]), Outcome.Hears(GetHeard)),
        new("6.2", "HEADERS with padding and priority",
            wire => wire.Frame(1, 0x2D, 1, [3, 0x80, 0, 0, 3, 200, .. Wire.Block(Wire.Get), 0, 0, 0]), Outcome.Hears(GetHeard)),
        new("6.2", "HEADERS with more padding than payload", wire => wire.Frame(1, 0x0D, 1, [200, .. Wire.Block(Wire.Get)]),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.2", "HEADERS too short for the priority", wire => wire.Frame(1, 0x25, 1, [0, 0, 0]),
            Outcome.ConnectionError("FRAME_SIZE_ERROR")),
    ];

    private static IEnumerable<ConformanceCase> PriorityAndReset =>
    [
        new("6.3", "PRIORITY on stream 0", wire => wire.PriorityFrame(0, 1), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.3", "PRIORITY of another length than 5", wire => wire.Open(1, Wire.Post).Frame(2, 0, 1, new byte[4]),
            Outcome.StreamError(1, "FRAME_SIZE_ERROR")),
        new("6.3", "PRIORITY on a closed stream", wire => wire.Head(1, Wire.Get).Reset(1).PriorityFrame(1, 0),
            Outcome.Hears(GetHeard + "\nreset 1 Cancel Peer\nclosed 1")),
        new("6.4", "RST_STREAM on stream 0", wire => wire.Reset(0), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.4", "RST_STREAM on an idle stream", wire => wire.Reset(3), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.4", "RST_STREAM of another length than 4", wire => wire.Open(1, Wire.Post).Frame(3, 0, 1, new byte[3]),
            Outcome.ConnectionError("FRAME_SIZE_ERROR")),
    ];

    private static IEnumerable<ConformanceCase> SettingsFrames =>
    [
        new("6.5", "SETTINGS acknowledgement with a payload", wire => wire.Frame(4, Wire.Ack, 0, new byte[6]),
            Outcome.ConnectionError("FRAME_SIZE_ERROR")),
        new("6.5", "SETTINGS acknowledgement without SETTINGS", wire => wire.SettingsAck(), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.5", "SETTINGS on a stream", wire => wire.Frame(4, 0, 1, new byte[6]), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.5", "SETTINGS of a length that is no multiple of 6", wire => wire.Frame(4, 0, 0, new byte[5]),
            Outcome.ConnectionError("FRAME_SIZE_ERROR")),
        new("6.5.2", "SETTINGS_ENABLE_PUSH of 2", wire => wire.Settings((2, 2)), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.5.2", "SETTINGS_ENABLE_PUSH of 1 brings no push", wire => wire.Settings((2, 1)), Outcome.Sends("SETTINGS ack")),
        new("6.5.2", "SETTINGS_INITIAL_WINDOW_SIZE above 2^31-1", wire => wire.Settings((4, 0x8000_0000)),
            Outcome.ConnectionError("FLOW_CONTROL_ERROR")),
        new("6.5.2", "SETTINGS_MAX_FRAME_SIZE below 16,384", wire => wire.Settings((5, 16_383)),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.5.2", "SETTINGS_MAX_FRAME_SIZE above 16,777,215", wire => wire.Settings((5, 16_777_216)),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.5.2", "settings at their bounds",
            wire => wire.Settings((1, uint.MaxValue), (3, 0), (4, int.MaxValue), (5, 16_777_215), (6, 0)),
            Outcome.Sends("SETTINGS ack")),
        new("6.5.2", "SETTINGS_HEADER_TABLE_SIZE: the next block tells of the change",
            wire => wire.Settings((1, 0)).Head(1, Wire.Get), Outcome.Sends("SETTINGS ack\nHEADERS 1 end [:status: 200]"))
            { Answers = (session, stream) => session.TryWriteHead(stream, SessionPair.Response(), true) },
        new("6.5.3", "the last of repeated settings holds", wire => wire.Settings((4, 100), (4, 2)).Head(1, Wire.Get),
            Outcome.Sends("SETTINGS ack\nHEADERS 1 [:status: 200]\nDATA 1 2")) { Answers = Answer },
        new("6.5.3", "each SETTINGS is acknowledged", wire => wire.Settings((4, 1)).Settings().Settings((4, 2)),
            Outcome.Sends("SETTINGS ack\nSETTINGS ack\nSETTINGS ack")),
        new("RFC 8441 3", "SETTINGS_ENABLE_CONNECT_PROTOCOL of 2", wire => wire.Settings((8, 2)),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("RFC 8441 3", "SETTINGS_ENABLE_CONNECT_PROTOCOL taken back", wire => wire.Settings((8, 1)).Settings((8, 0)),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
    ];

    private static IEnumerable<ConformanceCase> PushPingAndGoAway =>
    [
        new("6.6", "PUSH_PROMISE of a client", wire => wire.Open(1, Wire.Post).Frame(5, 4, 1, [0, 0, 0, 2, .. Wire.Block(Wire.Get)]),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.7", "PING", wire => wire.Ping(), Outcome.Sends("PING ack")),
        new("6.7", "PING acknowledgement that nobody asked for", wire => wire.Ping(Wire.Ack), Outcome.Sends("")),
        new("6.7", "PING on a stream", wire => wire.Frame(6, 0, 1, new byte[8]), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.7", "PING of another length than 8", wire => wire.Frame(6, 0, 0, new byte[6]), Outcome.ConnectionError("FRAME_SIZE_ERROR")),
        new("6.8", "GOAWAY on a stream", wire => wire.GoAway(0, 0, stream: 1), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.8", "GOAWAY too short", wire => wire.Frame(7, 0, 0, new byte[7]), Outcome.ConnectionError("FRAME_SIZE_ERROR")),
        new("6.8", "GOAWAY of a client leaves its requests alone",
            wire => wire.Head(1, Wire.Get).GoAway(0, 0, debug: "bye").Head(3, Wire.Get),
            Outcome.Hears(GetHeard + "\ngoaway 0 NoError\nrequest 3 GET http://example.org/ end")),
    ];

    private static IEnumerable<ConformanceCase> WindowUpdates =>
    [
        new("6.9", "WINDOW_UPDATE by 0 on the connection", wire => wire.WindowUpdate(0, 0), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.9", "WINDOW_UPDATE by 0 on a stream", wire => wire.Open(1, Wire.Post).WindowUpdate(1, 0),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("6.9", "WINDOW_UPDATE of another length than 4", wire => wire.Frame(8, 0, 0, new byte[3]),
            Outcome.ConnectionError("FRAME_SIZE_ERROR")),
        new("6.9", "WINDOW_UPDATE with the reserved bit",
            wire => wire.Settings((4, 0)).Head(1, Wire.Get).WindowUpdate(1, 0x8000_0001),
            Outcome.Sends("SETTINGS ack\nHEADERS 1 [:status: 200]\nDATA 1 1")) { Answers = Answer },
        new("6.9.1", "WINDOW_UPDATE beyond 2^31-1 on the connection", wire => wire.WindowUpdate(0, int.MaxValue),
            Outcome.ConnectionError("FLOW_CONTROL_ERROR")),
        new("6.9.1", "WINDOW_UPDATE beyond 2^31-1 on a stream", wire => wire.Open(1, Wire.Post).WindowUpdate(1, int.MaxValue),
            Outcome.StreamError(1, "FLOW_CONTROL_ERROR")),
        new("6.9.1", "a window of just 2^31-1", wire => wire.Open(1, Wire.Post).WindowUpdate(1, int.MaxValue - 65_535).Ping(),
            Outcome.Sends("PING ack")),
        new("6.9.1", "what waits goes on by WINDOW_UPDATE",
            wire => wire.Settings((4, 1)).Head(1, Wire.Get).WindowUpdate(1, 2).WindowUpdate(1, 100),
            Outcome.Sends("SETTINGS ack\nHEADERS 1 [:status: 200]\nDATA 1 1\nDATA 1 2\nDATA 1 7 end")) { Answers = Answer },
    ];

    private static IEnumerable<ConformanceCase> InitialWindows =>
    [
        new("6.9.2", "SETTINGS_INITIAL_WINDOW_SIZE opens windows of open streams",
            wire => wire.Settings((4, 0)).Head(1, Wire.Get).Settings((4, 1)),
            Outcome.Sends("SETTINGS ack\nHEADERS 1 [:status: 200]\nSETTINGS ack\nDATA 1 1")) { Answers = Answer },
        new("6.9.2", "SETTINGS_INITIAL_WINDOW_SIZE may make a window negative",
            wire => wire.Settings((4, 3)).Head(1, Wire.Get).Settings((4, 1)).WindowUpdate(1, 2).WindowUpdate(1, 1),
            Outcome.Sends("SETTINGS ack\nHEADERS 1 [:status: 200]\nDATA 1 3\nSETTINGS ack\nDATA 1 1")) { Answers = Answer },
        new("6.9.2", "SETTINGS_INITIAL_WINDOW_SIZE that overflows a window",
            wire => wire.Open(1, Wire.Post).WindowUpdate(1, 1_000).Settings((4, int.MaxValue)),
            Outcome.ConnectionError("FLOW_CONTROL_ERROR")),
        new("6.9.2", "SETTINGS_INITIAL_WINDOW_SIZE leaves the connection's window alone",
            wire => wire.Settings((4, 0)).Settings((4, 1_000_000)).Head(1, Wire.Get),
            Outcome.Sends("SETTINGS ack\nSETTINGS ack\nHEADERS 1 [:status: 200]\nDATA 1 16384\nDATA 1 16384\nDATA 1 16384\nDATA 1 16383"))
            { Answers = (session, stream) => AnswerWith(session, stream, 100_000) },
    ];

    private static IEnumerable<ConformanceCase> Continuations =>
    [
        new("6.10", "a block in several frames",
            wire => wire.Headers(1, Wire.EndStream, Wire.Get).Continuation(1, 0, ("x-a", "1")).Continuation(1, 4, ("x-b", "2")),
            Outcome.Hears("request 1 GET http://example.org/ [x-a: 1] [x-b: 2] end")),
        new("6.10", "a block that is cut within a field",
            wire => wire.Frame(1, Wire.EndStream, 1, Wire.Block(Wire.Get).AsSpan(0, 10))
                .Continuation(1, Wire.EndHeaders, Wire.Block(Wire.Get).AsSpan(10)),
            Outcome.Hears(GetHeard)),
        new("6.10", "an empty frame at the end of a block",
            wire => wire.Headers(1, Wire.EndStream, Wire.Get).Continuation(1, Wire.EndHeaders, ReadOnlySpan<byte>.Empty),
            Outcome.Hears(GetHeard)),
        new("6.10", "CONTINUATION after a complete block", wire => wire.Head(1, Wire.Get).Continuation(1, Wire.EndHeaders, ("x", "y")),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.10", "CONTINUATION on stream 0",
            wire => wire.Headers(1, Wire.EndStream, Wire.Get).Continuation(0, Wire.EndHeaders, ("x", "y")),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.10", "CONTINUATION after the end of a block in several frames",
            wire => wire.Headers(1, Wire.EndStream, Wire.Get).Continuation(1, Wire.EndHeaders, ("x", "y")).Continuation(1, 4, ("x", "y")),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.10", "CONTINUATION after DATA", wire => wire.Open(1, Wire.Post).Data(1, "x").Continuation(1, Wire.EndHeaders, ("x", "y")),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("6.10", "trailers in several frames",
            wire => wire.Open(1, Wire.Post).Data(1, "x").Headers(1, Wire.EndStream, ("x-a", "1")).Continuation(1, 4, ("x-b", "2")),
            Outcome.Hears(PostHeard + "\ndata 1 x\ntrailers 1 [x-a: 1] [x-b: 2]")),
    ];

    private static Action<Http2Session, Http2Stream> Answer => (session, stream) => AnswerWith(session, stream, 10);

    // Answers, and goes on whenever it can.
    private static void AnswerWith(Http2Session session, Http2Stream stream, int bytes)
    {
        session.TryWriteHead(stream, SessionPair.Response(), endsStream: false);
        stream.Owner = bytes - session.WriteData(stream, new byte[bytes], endsStream: true);
    }
}
