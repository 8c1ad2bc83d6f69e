using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>The states, identifiers and number of streams, and flow control: RFC 9113 section 5, at a server.</summary>
internal static class StreamStateCases
{
    private const string PostHeard = "request 1 POST http://example.org/";
    private const string GetHeard = "request 1 GET http://example.org/ end";

    internal static IEnumerable<ConformanceCase> All =>
    [
        .. Idle,
        .. HalfClosed,
        .. Closed,
        .. Identifiers,
        .. Priorities,
        .. FlowControl,
    ];

    private static Action<Http2Session, Http2Stream> Answer =>
        (session, stream) => session.TryWriteHead(stream, SessionPair.Response(), endsStream: true);

    private static Action<Http2Session, Http2Stream> Cancel => (session, stream) => session.Reset(stream, Http2ErrorCode.Cancel);

    private static IEnumerable<ConformanceCase> Idle =>
    [
        new("5.1", "idle: DATA", wire => wire.Data(1, "x"), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.1", "idle: RST_STREAM", wire => wire.Reset(1), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.1", "idle: WINDOW_UPDATE", wire => wire.WindowUpdate(1, 100), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.1", "idle: CONTINUATION", wire => wire.Continuation(1, Wire.EndHeaders, Wire.Get),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.1", "idle: PRIORITY", wire => wire.PriorityFrame(1, 0).Head(1, Wire.Get), Outcome.Hears(GetHeard)),
        new("5.1", "idle, of the server: WINDOW_UPDATE", wire => wire.WindowUpdate(2, 100), Outcome.ConnectionError("PROTOCOL_ERROR")),
    ];

    private static IEnumerable<ConformanceCase> HalfClosed =>
    [
        new("5.1", "half-closed (remote): DATA", wire => wire.Head(1, Wire.Get).Data(1, "x"), Outcome.StreamError(1, "STREAM_CLOSED")),
        new("5.1", "half-closed (remote): HEADERS", wire => wire.Head(1, Wire.Get).Head(1, ("x-trailer", "1")),
            Outcome.StreamError(1, "STREAM_CLOSED")),
        new("5.1", "half-closed (remote): CONTINUATION",
            wire => wire.Head(1, Wire.Get).Continuation(1, Wire.EndHeaders, ("x", "y")), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.1", "half-closed (remote): WINDOW_UPDATE, PRIORITY", wire => wire.Head(1, Wire.Get).WindowUpdate(1, 1).PriorityFrame(1, 0),
            Outcome.Hears(GetHeard)),
        new("5.1", "half-closed (remote): RST_STREAM", wire => wire.Head(1, Wire.Get).Reset(1),
            Outcome.Hears(GetHeard + "\nreset 1 Cancel Peer\nclosed 1")),
        new("5.1", "half-closed (local): content and its end", wire => wire.Open(1, Wire.Post).Data(1, "ab").Data(1, "c", Wire.EndStream),
            Outcome.Hears(PostHeard + "\ndata 1 abc end\nclosed 1")) { Answers = Answer },
        new("5.1", "half-closed (local): RST_STREAM", wire => wire.Open(1, Wire.Post).Reset(1),
            Outcome.Hears(PostHeard + "\nreset 1 Cancel Peer\nclosed 1")) { Answers = Answer },
    ];

    private static IEnumerable<ConformanceCase> Closed =>
    [
        new("5.1", "closed by RST_STREAM of the peer: DATA", wire => wire.Open(1, Wire.Post).Reset(1).Data(1, "x"),
            Outcome.ConnectionError("STREAM_CLOSED")),
        new("5.1", "closed by RST_STREAM of the peer: HEADERS", wire => wire.Open(1, Wire.Post).Reset(1).Head(1, ("x", "y")),
            Outcome.ConnectionError("STREAM_CLOSED")),
        new("5.1", "closed by RST_STREAM of the peer: CONTINUATION",
            wire => wire.Open(1, Wire.Post).Reset(1).Continuation(1, Wire.EndHeaders, ("x", "y")),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.1", "closed by both ends: DATA", wire => wire.Head(1, Wire.Get).Data(1, "x"),
            Outcome.ConnectionError("STREAM_CLOSED")) { Answers = Answer },
        new("5.1", "closed by both ends: HEADERS", wire => wire.Head(1, Wire.Get).Head(1, ("x", "y")),
            Outcome.ConnectionError("STREAM_CLOSED")) { Answers = Answer },
        new("5.1", "closed by both ends: CONTINUATION", wire => wire.Head(1, Wire.Get).Continuation(1, Wire.EndHeaders, ("x", "y")),
            Outcome.ConnectionError("PROTOCOL_ERROR")) { Answers = Answer },
        new("5.1", "closed by both ends: WINDOW_UPDATE, RST_STREAM, PRIORITY",
            wire => wire.Head(1, Wire.Get).WindowUpdate(1, 5).Reset(1).PriorityFrame(1, 0),
            Outcome.Hears(GetHeard + "\nclosed 1")) { Answers = Answer },
        new("5.1", "closed by RST_STREAM of ours: whatever was on its way",
            wire => wire.Open(1, Wire.Post).Data(1, "x").WindowUpdate(1, 0).Head(1, ("x", "y")).Reset(1),
            Outcome.Hears(PostHeard + "\nclosed 1")) { Answers = Cancel },
        new("5.1", "closed by RST_STREAM of ours: a block on its way keeps the table in step",
            wire => wire.Open(1, Wire.Post).Frame(1, 5, 1, [0x40, 1, (byte)'x', 1, (byte)'y'])
                .Frame(1, 5, 3, [.. Wire.Block(Wire.Get), 0xBE]),
            Outcome.Hears(PostHeard + "\nclosed 1\nrequest 3 GET http://example.org/ [x: y] end\nclosed 3")) { Answers = Cancel },
    ];

    private static IEnumerable<ConformanceCase> Identifiers =>
    [
        new("5.1.1", "a request on an even stream", wire => wire.Head(2, Wire.Get), Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.1.1", "a request on a stream that was passed over", wire => wire.Head(5, Wire.Get).Head(3, Wire.Get),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.1.1", "a request on a stream that was used", wire => wire.Head(1, Wire.Get).Reset(1).Head(1, Wire.Get),
            Outcome.ConnectionError("STREAM_CLOSED")),
        new("5.1.1", "identifiers may be passed over", wire => wire.Head(7, Wire.Get).Head(0x7FFF_FFFF, Wire.Get),
            Outcome.Hears("request 7 GET http://example.org/ end\nrequest 2147483647 GET http://example.org/ end")),
        new("5.1.2", "one stream more than SETTINGS_MAX_CONCURRENT_STREAMS",
            wire => wire.Head(1, Wire.Get).Head(3, Wire.Get).Head(5, Wire.Get), Outcome.StreamError(5, "REFUSED_STREAM"))
            { Options = new Http2Options { ConcurrentStreamsMax = 2 } },
        new("5.1.2", "a refused stream's content is dropped",
            wire => wire.Head(1, Wire.Get).Open(3, Wire.Post).Data(3, "x", Wire.EndStream), Outcome.Hears(GetHeard))
            { Options = new Http2Options { ConcurrentStreamsMax = 1 } },
        new("5.1.2", "closed streams do not count", wire => wire.Head(1, Wire.Get).Head(3, Wire.Get),
            Outcome.Hears(GetHeard + "\nclosed 1\nrequest 3 GET http://example.org/ end\nclosed 3"))
            { Answers = Answer, Options = new Http2Options { ConcurrentStreamsMax = 1 } },
    ];

    private static IEnumerable<ConformanceCase> Priorities =>
    [
        new("5.3.2", "HEADERS with a priority",
            wire => wire.Frame(1, Wire.EndHeaders | Wire.EndStream | Wire.Priority, 1, [0, 0, 0, 0, 15, .. Wire.Block(Wire.Get)]),
            Outcome.Hears(GetHeard)),
        new("5.3.2", "HEADERS that depend on their own stream (RFC 7540)",
            wire => wire.Frame(1, Wire.EndHeaders | Wire.EndStream | Wire.Priority, 1, [0, 0, 0, 1, 15, .. Wire.Block(Wire.Get)]),
            Outcome.ConnectionError("PROTOCOL_ERROR")),
        new("5.3.2", "PRIORITY that depends on its own stream (RFC 7540)", wire => wire.Open(1, Wire.Post).PriorityFrame(1, 1),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
    ];

    private static IEnumerable<ConformanceCase> FlowControl =>
    [
        new("5.2.1", "content beyond a stream's window", wire => wire.Open(1, Wire.Post).Data(1, 1000).Data(1, 1),
            Outcome.StreamError(1, "FLOW_CONTROL_ERROR"))
            { ConsumesNothing = true, Options = new Http2Options { StreamWindowBytes = 1000 } },
        new("5.2.1", "content beyond the connection's window",
            wire => wire.Open(1, Wire.Post).Repeat(4, part => part.Data(1, 16_383)).Data(1, 4),
            Outcome.ConnectionError("FLOW_CONTROL_ERROR"))
            { ConsumesNothing = true, Options = new Http2Options { ConnectionWindowBytes = 65_535 } },
        new("5.2.2", "nothing is sent against a window of 0",
            wire => wire.Settings((4, 0)).Head(1, Wire.Get), Outcome.Sends("SETTINGS ack\nHEADERS 1 [:status: 200]"))
            { Answers = (session, stream) => AnswerWith(session, stream, 10) },
        new("5.2.2", "no more is sent than a window allows",
            wire => wire.Settings((4, 3)).Head(1, Wire.Get), Outcome.Sends("SETTINGS ack\nHEADERS 1 [:status: 200]\nDATA 1 3"))
            { Answers = (session, stream) => AnswerWith(session, stream, 10) },
    ];

    private static void AnswerWith(Http2Session session, Http2Stream stream, int bytes)
    {
        session.TryWriteHead(stream, SessionPair.Response(), endsStream: false);
        session.WriteData(stream, new byte[bytes], endsStream: true);
    }
}
