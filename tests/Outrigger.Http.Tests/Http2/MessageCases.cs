using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>What makes a request malformed, and what does not: RFC 9113 section 8 and RFC 8441, at a server.</summary>
internal static class MessageCases
{
    private const string PostHeard = "request 1 POST http://example.org/";

    private static readonly Http2Options s_extended = new() { EnableConnectProtocol = true };

    internal static IEnumerable<ConformanceCase> All =>
    [
        .. Framing,
        .. Fields,
        .. PseudoHeaders,
        .. Targets,
        .. Authorities,
        .. Lengths,
        .. Tunnels,
        .. Refused,
    ];

    private static IEnumerable<ConformanceCase> Framing =>
    [
        new("8.1", "content and trailers", wire => wire.Open(1, Wire.Post).Data(1, "ab").Data(1, "c").Head(1, ("x-sum", "3")),
            Outcome.Hears(PostHeard + "\ndata 1 abc\ntrailers 1 [x-sum: 3]")),
        new("8.1", "trailers without content", wire => wire.Open(1, Wire.Post).Head(1, ("x-sum", "0")),
            Outcome.Hears(PostHeard + "\ntrailers 1 [x-sum: 0]")),
        new("8.1", "a second head that does not end the stream", wire => wire.Open(1, Wire.Post).Data(1, "x").Open(1, ("x-sum", "3")),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("8.1", "trailers with a pseudo-header", wire => wire.Open(1, Wire.Post).Data(1, "x").Head(1, (":method", "GET")),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("8.1", "trailers that frame the message", wire => wire.Open(1, Wire.Post).Data(1, "x").Head(1, ("content-length", "1")),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("8.1", "trailers that would act as a head are dropped",
            wire => wire.Open(1, Wire.Post).Head(1, ("authorization", "x"), ("x-forwarded-for", "1.1.1.1"), ("x-sum", "1")),
            Outcome.Hears(PostHeard + "\ntrailers 1 [x-sum: 1]")),
        new("8.1", "a response in full before the request's end, and RST_STREAM NO_ERROR",
            wire => wire.Open(1, Wire.Post), Outcome.Sends("HEADERS 1 end [:status: 200]\nRST_STREAM 1 NO_ERROR"))
            { Answers = AnswerEarly },
    ];

    private static IEnumerable<ConformanceCase> Fields =>
    [
        Malformed("8.2", "a name in upper case", ("X-Test", "1")),
        Malformed("8.2", "a known name with one letter in upper case", ("acCept", "1")),
        Malformed("8.2.1", "an empty name", ("", "1")),
        Malformed("8.2.1", "a name with a space", ("x y", "1")),
        Malformed("8.2.1", "a name with a colon", ("x:y", "1")),
        Malformed("8.2.1", "a name with a control byte", ("x\u0001", "1")),
        Malformed("8.2.1", "a name beyond ASCII", ("x\u00E9", "1")),
        Malformed("8.2.1", "a value with CR LF", ("x", "1\r\nevil: 1")),
        Malformed("8.2.1", "a value with LF", ("x", "1\nevil: 1")),
        Malformed("8.2.1", "a value with NUL", ("x", "a\0b")),
        Malformed("8.2.1", "a value with another control byte", ("x", "a\u0008b")),
        Malformed("8.2.1", "a value that starts with a space", ("x", " a")),
        Malformed("8.2.1", "a value that ends with a tab", ("x", "a\t")),
        WellFormed("8.2.1", "values with spaces, tabs and bytes beyond ASCII", "[x: a \t\u00E9] [y: ]", ("x", "a \t\u00E9"), ("y", "")),
        Malformed("8.2.2", "Connection", ("connection", "keep-alive")),
        Malformed("8.2.2", "Keep-Alive", ("keep-alive", "5")),
        Malformed("8.2.2", "Proxy-Connection", ("proxy-connection", "keep-alive")),
        Malformed("8.2.2", "Transfer-Encoding", ("transfer-encoding", "chunked")),
        Malformed("8.2.2", "Upgrade", ("upgrade", "websocket")),
        Malformed("8.2.2", "TE other than trailers", ("te", "trailers, deflate")),
        WellFormed("8.2.2", "TE: trailers", "[te: trailers]", ("te", "trailers")),
        WellFormed("8.2.3", "crumbs that are empty", "[cookie: a=1; b=2]",
            ("cookie", ""), ("cookie", "a=1"), ("cookie", ""), ("cookie", "b=2"), ("cookie", "")),
        WellFormed("8.2.3", "nothing but empty crumbs", "[cookie: ]", ("cookie", ""), ("cookie", "")),
        WellFormed("8.2.3", "a cookie in crumbs", "[cookie: a=1; b=2; c=3] [x: y]", ("cookie", "a=1"), ("x", "y"), ("cookie", "b=2; c=3")),
    ];

    private static IEnumerable<ConformanceCase> PseudoHeaders =>
    [
        Request("8.3", "an unknown pseudo-header", [.. Wire.Get, (":test", "1")]),
        Request("8.3", "a response's pseudo-header", [.. Wire.Get, (":status", "200")]),
        Request("8.3", "a pseudo-header after a field", [("x", "y"), .. Wire.Get]),
        Request("8.3", "a pseudo-header after some fields", [(":method", "GET"), (":scheme", "http"), ("x", "y"), (":path", "/")]),
        Request("8.3.1", "two :method", [(":method", "GET"), .. Wire.Get]),
        Request("8.3.1", "two :path", [.. Wire.Get, (":path", "/")]),
        Request("8.3.1", "two :scheme", [.. Wire.Get, (":scheme", "http")]),
        Request("8.3.1", "two :authority", [.. Wire.Get, (":authority", "example.org")]),
        Request("8.3.1", "no :method", [(":scheme", "http"), (":path", "/"), (":authority", "x")]),
        Request("8.3.1", "no :scheme", [(":method", "GET"), (":path", "/"), (":authority", "x")]),
        Request("8.3.1", "no :path", [(":method", "GET"), (":scheme", "http"), (":authority", "x")]),
        Request("8.3.1", "nothing at all", []),
        Request("8.3.1", "a :method that is no token", With(":method", "GE T")),
        Request("8.3.1", "an empty :method", With(":method", "")),
        Request("8.3.1", "a :method with CR LF", With(":method", "GET / HTTP/1.1\r\nx")),
    ];

    private static IEnumerable<ConformanceCase> Targets =>
    [
        Request("8.3.1", "an empty :path", With(":path", "")),
        Request("8.3.1", "a :path without slash", With(":path", "a/b")),
        Request("8.3.1", "a :path of asterisk with another method than OPTIONS", With(":path", "*")),
        Request("8.3.1", "a :path that is a URI", With(":path", "http://example.org/")),
        Request("8.3.1", "a :path with a space", With(":path", "/ HTTP/1.1")),
        Request("8.3.1", "a :path with CR LF", With(":path", "/\r\nx")),
        Request("8.3.1", "a :path with DEL", With(":path", "/\u007F")),
        Request("8.3.1", "an empty :scheme", With(":scheme", "")),
        Request("8.3.1", "a :scheme that is none", With(":scheme", "http://x")),
        Heard("8.3.1", "OPTIONS of asterisk", "OPTIONS http://example.org*",
            [(":method", "OPTIONS"), (":scheme", "http"), (":path", "*"), (":authority", "example.org")]),
        Heard("8.3.1", "https", "GET https://example.org/a?b=c", With(":path", "/a?b=c", ":scheme", "https")),
        Heard("8.3.1", "a scheme in upper case", "GET https://example.org/", With(":scheme", "HTTPS")),
        Heard("8.3.1", "an unregistered method", "BREW http://example.org/", With(":method", "BREW")),
        Heard("8.3.1", "pseudo-headers in any order", "GET http://example.org/",
            [(":authority", "example.org"), (":path", "/"), (":scheme", "http"), (":method", "GET")]),
    ];

    private static IEnumerable<ConformanceCase> Authorities =>
    [
        Heard("8.3.1", "host in place of :authority", "GET http://example.org/",
            [(":method", "GET"), (":scheme", "http"), (":path", "/"), ("host", "example.org")]),
        Heard("8.3.1", "host equal to :authority", "GET http://example.org/", [.. Wire.Get, ("host", "Example.org")]),
        Heard("8.3.1", "neither host nor :authority", "GET http:///", [(":method", "GET"), (":scheme", "http"), (":path", "/")]),
        Request("8.3.1", "host other than :authority", [.. Wire.Get, ("host", "evil.org")]),
        Request("8.3.1", "two host", [.. Wire.Get, ("host", "example.org"), ("host", "example.org")]),
        Request("8.3.1", ":authority with user information", With(":authority", "user@example.org")),
        Request("8.3.1", ":authority with a path", With(":authority", "example.org/x")),
        Request("8.3.1", ":authority with a bad port", With(":authority", "example.org:99999")),
        Request("8.3.1", ":authority with a space", With(":authority", "example.org x")),
        Request("8.3.1", "an invalid host", [(":method", "GET"), (":scheme", "http"), (":path", "/"), ("host", "a,b c")]),
    ];

    private static IEnumerable<ConformanceCase> Lengths =>
    [
        new("8.1.1", "content-length equal to the content",
            wire => wire.Open(1, [.. Wire.Post, ("content-length", "3")]).Data(1, "ab").Data(1, "c", Wire.EndStream),
            Outcome.Hears(PostHeard + " [content-length: 3]\ndata 1 abc end")),
        new("8.1.1", "content-length and trailers",
            wire => wire.Open(1, [.. Wire.Post, ("content-length", "3")]).Data(1, "abc").Head(1, ("x", "y")),
            Outcome.Hears(PostHeard + " [content-length: 3]\ndata 1 abc\ntrailers 1 [x: y]")),
        new("8.1.1", "content-length of 0 without content", wire => wire.Head(1, [.. Wire.Post, ("content-length", "0")]),
            Outcome.Hears(PostHeard + " [content-length: 0] end")),
        new("8.1.1", "less content than content-length",
            wire => wire.Open(1, [.. Wire.Post, ("content-length", "3")]).Data(1, "ab", Wire.EndStream),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("8.1.1", "less content than content-length, and trailers",
            wire => wire.Open(1, [.. Wire.Post, ("content-length", "3")]).Data(1, "ab").Head(1, ("x", "y")),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("8.1.1", "more content than content-length, in one frame",
            wire => wire.Open(1, [.. Wire.Post, ("content-length", "3")]).Data(1, "abcd", Wire.EndStream),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("8.1.1", "more content than content-length, in several frames",
            wire => wire.Open(1, [.. Wire.Post, ("content-length", "3")]).Data(1, "ab").Data(1, "cd"),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("8.1.1", "the content that is too much is never heard",
            wire => wire.Open(1, [.. Wire.Post, ("content-length", "1")]).Data(1, "ab"),
            Outcome.Hears(PostHeard + " [content-length: 1]\nreset 1 ProtocolError Violation\nclosed 1")),
        new("8.1.1", "content-length and no content at all", wire => wire.Head(1, [.. Wire.Post, ("content-length", "3")]),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("8.1.1", "two content-length", wire => wire.Open(1, [.. Wire.Post, ("content-length", "3"), ("content-length", "3")]),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("8.1.1", "a content-length that is no number", wire => wire.Open(1, [.. Wire.Post, ("content-length", "+3")]),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
    ];

    private static IEnumerable<ConformanceCase> Tunnels =>
    [
        new("8.5", "CONNECT", wire => wire.Open(1, (":method", "CONNECT"), (":authority", "example.org:443")).Data(1, "x"),
            Outcome.Hears("request 1 CONNECT http://example.org:443\ndata 1 x")),
        Request("8.5", "CONNECT with a path", [(":method", "CONNECT"), (":authority", "example.org:443"), (":path", "/")]),
        Request("8.5", "CONNECT with a scheme", [(":method", "CONNECT"), (":authority", "example.org:443"), (":scheme", "http")]),
        Request("8.5", "CONNECT without authority", [(":method", "CONNECT")]),
        Request("8.5", "CONNECT without port", [(":method", "CONNECT"), (":authority", "example.org")]),
        new("RFC 8441 4", "extended CONNECT", wire => wire.Open(1, WebSocket).Data(1, "x"),
            Outcome.Hears("request 1 CONNECT https://example.org/chat websocket [sec-websocket-version: 13]\ndata 1 x"))
            { Options = s_extended },
        new("RFC 8441 4", "extended CONNECT that was not offered", wire => wire.Open(1, WebSocket),
            Outcome.StreamError(1, "PROTOCOL_ERROR")),
        new("RFC 8441 4", "extended CONNECT without path",
            wire => wire.Open(1, [.. WebSocket.Where(pair => pair.Item1 != ":path")]), Outcome.StreamError(1, "PROTOCOL_ERROR"))
            { Options = s_extended },
        new("RFC 8441 4", ":protocol with another method", wire => wire.Open(1, [.. Wire.Get, (":protocol", "websocket")]),
            Outcome.StreamError(1, "PROTOCOL_ERROR")) { Options = s_extended },
        new("RFC 8441 4", "plain CONNECT where extended is offered",
            wire => wire.Open(1, (":method", "CONNECT"), (":authority", "example.org:443")),
            Outcome.Hears("request 1 CONNECT http://example.org:443")) { Options = s_extended },
    ];

    private static IEnumerable<ConformanceCase> Refused =>
    [
        new("8.3.1", "a scheme that is not HTTP's", wire => wire.Head(1, With(":scheme", "ftp")), Outcome.Hears("refused 1 400")),
        new("6.5.2", "a list of fields that is too large", wire => wire.Head(1, [.. Wire.Get, ("x", new string('a', 2000))]),
            Outcome.Hears("refused 1 431")) { Options = new Http2Options { HeaderListBytesMax = 2000 } },
        new("6.5.2", "too many fields", wire => wire.Head(1, [.. Wire.Get, ("a", ""), ("b", ""), ("c", "")]),
            Outcome.Hears("refused 1 431")) { Options = new Http2Options { HeaderCountMax = 2 } },
        new("8.2.3", "crumbs of a cookie do not count as fields",
            wire => wire.Head(1, [.. Wire.Get, .. Enumerable.Repeat(("cookie", "a"), 5)]),
            Outcome.Hears("request 1 GET http://example.org/ [cookie: a; a; a; a; a] end"))
            { Options = new Http2Options { HeaderCountMax = 2 } },
        new("8.2.3", "crumbs of a cookie without end", wire => wire.Head(1, [.. Wire.Get, .. Enumerable.Repeat(("cookie", ""), 400)]),
            Outcome.Hears("refused 1 431")),
        new("6.5.2", "a path that is too long", wire => wire.Head(1, With(":path", "/" + new string('a', 100))),
            Outcome.Hears("refused 1 414")) { Options = new Http2Options { PathBytesMax = 100 } },
        new("6.5.2", "what follows a refused head is dropped, and the stream ends in an ordinary way",
            wire => wire.Open(1, With(":scheme", "ftp")).Data(1, "x").Head(1, ("x", "y")), Outcome.Hears("refused 1 400")),
    ];

    private static (string, string)[] WebSocket =>
    [
        (":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "https"), (":path", "/chat"), (":authority", "example.org"),
        ("sec-websocket-version", "13"),
    ];

    private static ConformanceCase Request(string section, string name, (string, string)[] fields) =>
        new(section, name, wire => wire.Head(1, fields), Outcome.StreamError(1, "PROTOCOL_ERROR"));

    private static ConformanceCase Heard(string section, string name, string heard, (string, string)[] fields) =>
        new(section, name, wire => wire.Head(1, fields), Outcome.Hears($"request 1 {heard} end"));

    private static ConformanceCase Malformed(string section, string name, (string, string) field) =>
        Request(section, name, [.. Wire.Get, field]);

    private static ConformanceCase WellFormed(string section, string name, string heard, params (string, string)[] fields) =>
        Heard(section, name, "GET http://example.org/ " + heard, [.. Wire.Get, .. fields]);

    // A GET with other values.
    private static (string, string)[] With(params string[] namesAndValues) =>
    [
        .. Wire.Get.Select(pair => namesAndValues.IndexOf(pair.Item1) is var at and >= 0 ? (pair.Item1, namesAndValues[at + 1]) : pair),
    ];

    private static void AnswerEarly(Http2Session session, Http2Stream stream)
    {
        session.TryWriteHead(stream, SessionPair.Response(), endsStream: true);
        session.Reset(stream, Http2ErrorCode.NoError);
    }
}
