using System.Text;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Tests.Http1;

public sealed class Http1RequestParserTests
{
    [Fact]
    public void A_request_is_read_whole()
    {
        ReceivedRequest request = Accept(
            "POST /a/b?c=d HTTP/1.1\r\nHost: example.org:8080\r\nUser-Agent: x\r\nX-Mine:  v 1 \t\r\n"
            + "Content-Length: 5\r\nX-MINE:\r\n\r\nhello");
        Assert.Equal(RequestMethod.Post, request.MethodKind);
        Assert.Equal("/a/b?c=d", request.Path);
        Assert.Equal("example.org:8080", request.Authority);
        Assert.Equal(BodyFraming.ContentLength, request.Framing);
        Assert.Equal(5, request.ContentLength);
        Assert.Equal("hello", request.Body.ToString());
        Assert.True(request.KeepAlive);
        Assert.Equal(
            [("user-agent", "x"), ("x-mine", "v 1"), ("content-length", "5"), ("x-mine", "")], request.Headers);
    }

    [Theory]
    [InlineData("GET /a?b HTTP/1.1", TargetForm.Origin, "/a?b", "h", HttpScheme.Http)]
    [InlineData("GET // HTTP/1.1", TargetForm.Origin, "//", "h", HttpScheme.Http)]
    [InlineData("GET http://x.y:81/a?b HTTP/1.1", TargetForm.Absolute, "/a?b", "x.y:81", HttpScheme.Http)]
    [InlineData("GET HTTPS://x.y HTTP/1.1", TargetForm.Absolute, "/", "x.y", HttpScheme.Https)]
    [InlineData("GET http://x.y?b=/ HTTP/1.1", TargetForm.Absolute, "/?b=/", "x.y", HttpScheme.Http)]
    [InlineData("GET http://[::1]:8/ HTTP/1.1", TargetForm.Absolute, "/", "[::1]:8", HttpScheme.Http)]
    [InlineData("OPTIONS http://x.y HTTP/1.1", TargetForm.Absolute, "*", "x.y", HttpScheme.Http)]
    [InlineData("OPTIONS * HTTP/1.1", TargetForm.Asterisk, "*", "h", HttpScheme.Http)]
    [InlineData("CONNECT x.y:443 HTTP/1.1", TargetForm.Authority, "", "x.y:443", HttpScheme.Http)]
    public void The_target_gives_path_authority_and_scheme(
        string startLine, TargetForm form, string path, string authority, HttpScheme scheme)
    {
        ReceivedRequest request = Accept(startLine + "\r\nHost: h\r\n\r\n");
        Assert.Equal((form, path), (request.TargetForm, request.Path));
        Assert.Equal((authority, scheme), (request.Authority, request.Scheme));
    }

    [Theory]
    [InlineData("GET  / HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("GET /  HTTP/1.1", Http1Error.InvalidVersion)]
    [InlineData("GET / HTTP/1.1 ", Http1Error.InvalidVersion)]
    [InlineData(" GET / HTTP/1.1", Http1Error.InvalidMethod)]
    [InlineData("GET", Http1Error.InvalidMethod)]
    [InlineData("GET /", Http1Error.InvalidStartLine)]
    [InlineData("GE(T / HTTP/1.1", Http1Error.InvalidMethod)]
    [InlineData("GET\t/ HTTP/1.1", Http1Error.InvalidMethod)]
    [InlineData("GET /\t HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("GET /a b HTTP/1.1", Http1Error.InvalidVersion)]
    [InlineData("get / HTTP/1.1", Http1Error.UnknownMethod)]
    [InlineData("MKCOLA / HTTP/1.1", Http1Error.UnknownMethod)]
    [InlineData("PRI / HTTP/1.1", Http1Error.UnknownMethod)]
    [InlineData("GET #a HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("GET \u00e9/ HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("GET /#\u007f HTTP/1.1", Http1Error.ControlCharacter)]
    [InlineData("GET /\u00e9#a HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("GET /#\u00e9 HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("GET http://x.y?\u00e9#a HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("GET /\u00e9\t HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("GET /#a b HTTP/1.1", Http1Error.InvalidVersion)]
    [InlineData("GET /\u00e9", Http1Error.InvalidStartLine)]
    [InlineData("GET http://\u00e9/ HTTP/1.1", Http1Error.InvalidHost)]
    [InlineData("GET http://#a HTTP/1.1", Http1Error.InvalidHost)]
    [InlineData("CONNECT x.y:443#a HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("OPTIONS *#a HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("GET a HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("GET * HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("OPTIONS ** HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("GET x.y:80 HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("GET ftp://x/ HTTP/1.1", Http1Error.UnsupportedScheme)]
    [InlineData("GET http:///a HTTP/1.1", Http1Error.InvalidHost)]
    [InlineData("GET http://u@x/ HTTP/1.1", Http1Error.InvalidHost)]
    [InlineData("GET http://x:99999/ HTTP/1.1", Http1Error.InvalidHost)]
    [InlineData("CONNECT / HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("CONNECT x.y HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("CONNECT x.y: HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("CONNECT http://x.y:1/ HTTP/1.1", Http1Error.InvalidTarget)]
    [InlineData("GET / HTTP/2.0", Http1Error.VersionNotSupported)]
    [InlineData("PRI * HTTP/2.0", Http1Error.VersionNotSupported)]
    [InlineData("GET / HTTP/9.9", Http1Error.VersionNotSupported)]
    [InlineData("GET / HTTP/1.2", Http1Error.InvalidVersion)]
    [InlineData("GET / HTTP/0.9", Http1Error.InvalidVersion)]
    [InlineData("GET / http/1.1", Http1Error.InvalidVersion)]
    [InlineData("GET / HTTP/11", Http1Error.InvalidVersion)]
    [InlineData("GET / HTTP/2", Http1Error.InvalidVersion)]
    [InlineData("GET / HTTP/1.10", Http1Error.InvalidVersion)]
    [InlineData("GET /\0 HTTP/1.1", Http1Error.ControlCharacter)]
    [InlineData("GET / HTTP/1.1\nHost: h", Http1Error.BareLineFeed)]
    [InlineData("GET / HTTP/1.1\rHost: h", Http1Error.BareCarriageReturn)]
    [InlineData("\r\n\r\nGET / HTTP/1.1", Http1Error.InvalidMethod)]
    [InlineData("\nGET / HTTP/1.1", Http1Error.BareLineFeed)]
    [InlineData("\rGET / HTTP/1.1", Http1Error.BareCarriageReturn)]
    public void A_malformed_start_line_is_refused(string startLine, Http1Error error)
    {
        Refuse(error, startLine + "\r\nHost: h\r\n\r\n");
    }

    [Theory]
    [InlineData("X : a", Http1Error.WhitespaceBeforeColon)]
    [InlineData("X\t: a", Http1Error.WhitespaceBeforeColon)]
    [InlineData("X y: a", Http1Error.InvalidHeaderName)]
    [InlineData("X", Http1Error.InvalidHeaderName)]
    [InlineData(": a", Http1Error.InvalidHeaderName)]
    [InlineData("X(: a", Http1Error.InvalidHeaderName)]
    [InlineData("X\u00e9: a", Http1Error.InvalidHeaderName)]
    [InlineData(" X: a", Http1Error.FoldedHeader)]
    [InlineData("X: a\r\n b", Http1Error.FoldedHeader)]
    [InlineData("X: a\r\n\tb", Http1Error.FoldedHeader)]
    [InlineData("X: a\0b", Http1Error.ControlCharacter)]
    [InlineData("X: a\u007fb", Http1Error.ControlCharacter)]
    [InlineData("X: a\u0001", Http1Error.ControlCharacter)]
    [InlineData("X\0: a", Http1Error.ControlCharacter)]
    [InlineData("X: a\rb", Http1Error.BareCarriageReturn)]
    [InlineData("X: a\nY: b", Http1Error.BareLineFeed)]
    public void A_malformed_field_line_is_refused(string line, Http1Error error)
    {
        Refuse(error, $"GET / HTTP/1.1\r\nHost: h\r\n{line}\r\n\r\n");
    }

    [Theory]
    [InlineData("x_y: a", "x_y", "a")]
    [InlineData("X-Latin: \u00e9\u00ff", "x-latin", "\u00e9\u00ff")]
    [InlineData("X-Tab: a\tb", "x-tab", "a\tb")]
    [InlineData("X-Empty:", "x-empty", "")]
    [InlineData("X-Blank: \t ", "x-blank", "")]
    [InlineData("X-Colons: a:b:c", "x-colons", "a:b:c")]
    [InlineData("!#$%&'*+-.^_`|~09AZ: a", "!#$%&'*+-.^_`|~09az", "a")]
    public void A_field_line_is_accepted(string line, string name, string value)
    {
        ReceivedRequest request = Accept($"GET / HTTP/1.1\r\nHost: h\r\n{line}\r\n\r\n");
        Assert.Equal([(name, value)], request.Headers);
    }

    [Theory]
    [InlineData("X: y", Http1Error.MissingHost)]
    [InlineData("Host: a\r\nHost: a", Http1Error.DuplicateHost)]
    [InlineData("Host: a b", Http1Error.InvalidHost)]
    [InlineData("Host: a/b", Http1Error.InvalidHost)]
    [InlineData("Host: u@a", Http1Error.InvalidHost)]
    [InlineData("Host: a,b:80:80", Http1Error.InvalidHost)]
    [InlineData("Host: a:8a", Http1Error.InvalidHost)]
    [InlineData("Host: a:65536", Http1Error.InvalidHost)]
    [InlineData("Host: a%2", Http1Error.InvalidHost)]
    [InlineData("Host: [::1", Http1Error.InvalidHost)]
    [InlineData("Host: [::1]x", Http1Error.InvalidHost)]
    [InlineData("Host: :80", Http1Error.InvalidHost)]
    [InlineData("Host: \u00e9", Http1Error.InvalidHost)]
    public void A_missing_or_malformed_host_is_refused(string line, Http1Error error)
    {
        Refuse(error, $"GET / HTTP/1.1\r\n{line}\r\n\r\n");
        if (error != Http1Error.MissingHost)
            Refuse(error, $"GET / HTTP/1.0\r\n{line}\r\n\r\n");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a_b.c-d:080", "a_b.c-d:080")]
    [InlineData("a:", "a:")]
    [InlineData("127.0.0.1:65535", "127.0.0.1:65535")]
    [InlineData("[fe80::1]:80", "[fe80::1]:80")]
    [InlineData("a%2fb", "a%2fb")]
    public void A_host_is_accepted(string host, string authority)
    {
        Assert.Equal(authority, Accept($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").Authority);
    }

    [Fact]
    public void Host_may_be_absent_in_http_1_0()
    {
        Assert.Equal("", Accept("GET / HTTP/1.0\r\n\r\n").Authority);
    }

    [Theory]
    [InlineData("Content-Length: 1\r\nContent-Length: 1", Http1Error.DuplicateContentLength)]
    [InlineData("Content-Length: 1\r\nContent-Length: 2", Http1Error.DuplicateContentLength)]
    [InlineData("Content-Length: 1, 1", Http1Error.InvalidContentLength)]
    [InlineData("Content-Length: +1", Http1Error.InvalidContentLength)]
    [InlineData("Content-Length: -1", Http1Error.InvalidContentLength)]
    [InlineData("Content-Length: 0x1", Http1Error.InvalidContentLength)]
    [InlineData("Content-Length: 1 1", Http1Error.InvalidContentLength)]
    [InlineData("Content-Length:", Http1Error.InvalidContentLength)]
    [InlineData("Content-Length: 9223372036854775808", Http1Error.InvalidContentLength)]
    [InlineData("Content-Length: 18446744073709551617", Http1Error.InvalidContentLength)]
    [InlineData("Content-Length: 1\r\nTransfer-Encoding: chunked", Http1Error.ContentLengthWithTransferEncoding)]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 0", Http1Error.ContentLengthWithTransferEncoding)]
    [InlineData("Transfer-Encoding: identity", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: gzip", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: xchunked", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: xchunked, chunked", Http1Error.UnsupportedTransferEncoding)]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding:", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding:\r\nTransfer-Encoding: chunked", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: gzip,, chunked", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: , chunked", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: gzip chunked", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: gzip;a=\"b, chunked\"", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: gzip;a=\", chunked", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: gzip;=b, chunked", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: ;a, chunked", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: chunked;chunked, chunked", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: gzip, chunked\r\nContent-Length: 1", Http1Error.ContentLengthWithTransferEncoding)]
    [InlineData("Transfer-Encoding: chunked\u0085", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: chunked, gzip", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: chunked, chunked", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: chunked,", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: \"chunked\"", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding:", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: \u00a0chunked", Http1Error.InvalidTransferEncoding)]
    [InlineData("Transfer-Encoding: chunked\u000b", Http1Error.ControlCharacter)]
    public void Ambiguous_framing_is_refused(string lines, Http1Error error)
    {
        Refuse(error, $"POST / HTTP/1.1\r\nHost: h\r\n{lines}\r\n\r\n");
    }

    [Theory]
    [InlineData("X: y", BodyFraming.None, -1L)]
    [InlineData("Content-Length: 0", BodyFraming.ContentLength, 0L)]
    [InlineData("Content-Length: 0012", BodyFraming.ContentLength, 12L)]
    [InlineData("Content-Length: 9223372036854775807", BodyFraming.ContentLength, long.MaxValue)]
    [InlineData("Transfer-Encoding: Chunked", BodyFraming.Chunked, -1L)]
    public void Framing_is_read(string line, BodyFraming framing, long length)
    {
        ReceivedRequest request = Accept($"POST / HTTP/1.1\r\nHost: h\r\n{line}\r\n\r\n");
        Assert.Equal((framing, length), (request.Framing, request.ContentLength));
    }

    [Theory]
    [InlineData("Transfer-Encoding: gzip, chunked", "gzip")]
    [InlineData("Transfer-Encoding: GZIP ,\tx-Compress, Chunked", "gzip, x-compress")]
    [InlineData("Transfer-Encoding: deflate\r\nX: y\r\nTransfer-Encoding: gzip, chunked", "deflate, gzip")]
    [InlineData("Transfer-Encoding: identity, chunked", "")]
    [InlineData("Transfer-Encoding: identity, deflate, identity, chunked", "deflate")]
    [InlineData("Transfer-Encoding: chunked;q=1", "")]
    [InlineData("Transfer-Encoding: chunked ; custom_param;\t", "")]
    [InlineData("Transfer-Encoding: gzip ;, chunked", "gzip")]
    public void Codings_before_chunked_are_left_to_the_recipient(string lines, string others)
    {
        ReceivedRequest request = Accept($"POST / HTTP/1.1\r\nHost: h\r\n{lines}\r\n\r\n2\r\nab\r\n0\r\n\r\n");
        Assert.Equal((BodyFraming.Chunked, others), (request.Framing, request.OtherCodings));
        Assert.Equal("ab", request.Body.ToString());
    }

    [Fact]
    public void A_list_of_more_codings_than_there_are_is_refused()
    {
        string list = string.Concat(Enumerable.Repeat("x-compress, ", 11));
        Refuse(
            Http1Error.UnsupportedTransferEncoding,
            $"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: {list}chunked\r\n\r\n");
    }

    [Theory]
    [InlineData("GET /a#b HTTP/1.1", "/a", "h")]
    [InlineData("GET /#/../b?c#d HTTP/1.1", "/", "h")]
    [InlineData("GET /?a#b HTTP/1.1", "/?a", "h")]
    [InlineData("GET /\u00d1\u0081?\u00ff%ff HTTP/1.1", "/%D1%81?%FF%ff", "h")]
    [InlineData("GET http://x.y#a HTTP/1.1", "/", "x.y")]
    [InlineData("GET http://x.y?a#b HTTP/1.1", "/?a", "x.y")]
    [InlineData("GET http://x.y/\u0080 HTTP/1.1", "/%80", "x.y")]
    [InlineData("GET http://x.y?\u00e9 HTTP/1.1", "/?%E9", "x.y")]
    [InlineData("OPTIONS http://x.y#a HTTP/1.1", "*", "x.y")]
    public void A_fragment_is_dropped_and_bytes_that_are_not_ascii_are_escaped(
        string startLine, string path, string authority)
    {
        ReceivedRequest request = Accept(startLine + "\r\nHost: h\r\n\r\n");
        Assert.Equal((path, authority), (request.Path, request.Authority));
        Assert.Equal(startLine.Split(' ')[1], request.Target);
    }

    [Theory]
    [InlineData("PROPFIND")]
    [InlineData("QUERY")]
    [InlineData("VERSION-CONTROL")]
    public void A_registered_method_is_accepted(string method)
    {
        ReceivedRequest request = Accept($"{method} / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal((method, RequestMethod.Other), (request.Method, request.MethodKind));
    }

    [Fact]
    public void Any_token_is_a_method_where_that_is_configured()
    {
        Http1Limits limits = new() { AcceptsAnyMethod = true };
        byte[] bytes = Latin1("get / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal("get", Assert.Single(RequestTranscript.Whole(bytes, limits).Messages).Method);
    }

    [Fact]
    public void Transfer_encoding_is_refused_in_http_1_0()
    {
        Refuse(Http1Error.TransferEncodingInHttp10, "POST / HTTP/1.0\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
        Refuse(Http1Error.TransferEncodingInHttp10, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    [Theory]
    [InlineData("Content-Length: 1")]
    [InlineData("Transfer-Encoding: chunked")]
    public void Content_is_refused_in_connect(string line)
    {
        Refuse(Http1Error.ContentInConnect, $"CONNECT h:1 HTTP/1.1\r\nHost: h\r\n{line}\r\n\r\n");
    }

    [Theory]
    [InlineData("HTTP/1.1", "X: y", true)]
    [InlineData("HTTP/1.1", "Connection: keep-alive", true)]
    [InlineData("HTTP/1.1", "Connection: x, Close", false)]
    [InlineData("HTTP/1.1", "Connection: keep-alive\r\nConnection: close", false)]
    [InlineData("HTTP/1.1", "Connection: closed", true)]
    [InlineData("HTTP/1.0", "X: y", false)]
    [InlineData("HTTP/1.0", "Connection: Keep-Alive", true)]
    [InlineData("HTTP/1.0", "Connection: keep-alive, close", false)]
    public void Persistence_is_read(string version, string line, bool keepAlive)
    {
        Assert.Equal(keepAlive, Accept($"GET / {version}\r\nHost: h\r\n{line}\r\n\r\n").KeepAlive);
    }

    [Theory]
    [InlineData("HTTP/1.1", "Connection: Upgrade\r\nUpgrade: websocket", "websocket")]
    [InlineData("HTTP/1.1", "Connection: keep-alive, upgrade\r\nUpgrade: a, b", "a, b")]
    [InlineData("HTTP/1.1", "Upgrade: websocket", "")]
    [InlineData("HTTP/1.1", "Connection: upgrade", "")]
    [InlineData("HTTP/1.1", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA", "")]
    [InlineData("HTTP/1.0", "Connection: upgrade\r\nUpgrade: websocket", "")]
    public void An_offer_to_upgrade_is_read(string version, string lines, string upgrade)
    {
        Assert.Equal(upgrade, Accept($"GET / {version}\r\nHost: h\r\n{lines}\r\n\r\n").Upgrade);
    }

    [Theory]
    [InlineData("HTTP/1.1", "100-continue", true)]
    [InlineData("HTTP/1.1", "100-Continue", true)]
    [InlineData("HTTP/1.1", "200-ok", false)]
    [InlineData("HTTP/1.0", "100-continue", false)]
    public void An_expectation_is_read(string version, string value, bool expected)
    {
        Assert.Equal(expected, Accept($"PUT / {version}\r\nHost: h\r\nExpect: {value}\r\n\r\n").ExpectContinue);
    }

    [Fact]
    public void One_empty_line_before_a_request_is_skipped()
    {
        Assert.Equal("/x", Accept("\r\nGET /x HTTP/1.1\r\nHost: h\r\n\r\n").Path);
    }

    [Fact]
    public void Requests_follow_each_other_on_a_connection()
    {
        byte[] bytes = Latin1(
            "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab"
            + "POST /2 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ncde\r\n0\r\nX-T: 1\r\n\r\n"
            + "GET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\nGET /4");
        RequestTranscript whole = RequestTranscript.Whole(bytes);
        Assert.Equal(["/1", "/2", "/3"], whole.Messages.Select(message => message.Path));
        Assert.Equal(["ab", "cde", ""], whole.Messages.Select(message => message.Body.ToString()));
        Assert.Equal([("x-t", "1")], whole.Messages[1].Trailers);
        Assert.Equal(whole.Text, RequestTranscript.ByteByByte(bytes).Text);
    }

    private static ReceivedRequest Accept(string text)
    {
        byte[] bytes = Latin1(text);
        RequestTranscript transcript = RequestTranscript.Whole(bytes);
        Assert.Equal(Http1Error.None, transcript.Error);
        Assert.Equal(transcript.Text, RequestTranscript.ByteByByte(bytes).Text);
        return Assert.Single(transcript.Messages);
    }

    private static void Refuse(Http1Error error, string text)
    {
        byte[] bytes = Latin1(text);
        Assert.Equal(error, RequestTranscript.Whole(bytes).Error);
        Assert.Equal(error, RequestTranscript.ByteByByte(bytes).Error);
        Assert.InRange(error.StatusCode(), 400, 505);
        Assert.True(error.Detail().StartsWith("http1."u8));
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}
