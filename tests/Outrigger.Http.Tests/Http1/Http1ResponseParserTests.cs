using System.Text;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Tests.Http1;

public sealed class Http1ResponseParserTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK", 200, "OK", HttpVersion.Http11)]
    [InlineData("HTTP/1.1 404 Not\tFound", 404, "Not\tFound", HttpVersion.Http11)]
    [InlineData("HTTP/1.0 599 ", 599, "", HttpVersion.Http10)]
    [InlineData("HTTP/1.1 299", 299, "", HttpVersion.Http11)]
    [InlineData("HTTP/1.1 200 \u00e9", 200, "\u00e9", HttpVersion.Http11)]
    public void The_status_line_is_read(string line, int status, string reason, HttpVersion version)
    {
        ResponseHead head = Accept(RequestMethod.Get, line + "\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal((status, reason, version), (head.Status, Encoding.Latin1.GetString(head.Reason), head.Version));
    }

    [Theory]
    [InlineData("HTTP/1.1  200 OK", Http1Error.InvalidStatus)]
    [InlineData("HTTP/1.1 20 OK", Http1Error.InvalidStatus)]
    [InlineData("HTTP/1.1 2000 OK", Http1Error.InvalidStatus)]
    [InlineData("HTTP/1.1 099 OK", Http1Error.InvalidStatus)]
    [InlineData("HTTP/1.1 2x0 OK", Http1Error.InvalidStatus)]
    [InlineData("HTTP/1.1 200\tOK", Http1Error.InvalidStatus)]
    [InlineData("HTTP/1.1 ", Http1Error.InvalidStartLine)]
    [InlineData("HTTP/1.1", Http1Error.InvalidStartLine)]
    [InlineData("HTTP/1.2 200 OK", Http1Error.InvalidVersion)]
    [InlineData("HTTP/2.0 200 OK", Http1Error.VersionNotSupported)]
    [InlineData("http/1.1 200 OK", Http1Error.InvalidVersion)]
    [InlineData("ICY 200 OK", Http1Error.InvalidVersion)]
    [InlineData("\r\nHTTP/1.1 200 OK", Http1Error.InvalidVersion)]
    [InlineData("HTTP/1.1 200 O\0K", Http1Error.ControlCharacter)]
    [InlineData("HTTP/1.1 200 OK\n", Http1Error.BareLineFeed)]
    public void A_malformed_status_line_is_refused(string line, Http1Error error)
    {
        Refuse(error, RequestMethod.Get, line + "\r\nContent-Length: 0\r\n\r\n");
    }

    [Theory]
    [InlineData(RequestMethod.Get, 200, "X: y", BodyFraming.UntilClose, -1L)]
    [InlineData(RequestMethod.Get, 200, "Content-Length: 5", BodyFraming.ContentLength, 5L)]
    [InlineData(RequestMethod.Get, 200, "Transfer-Encoding: chunked", BodyFraming.Chunked, -1L)]
    [InlineData(RequestMethod.Head, 200, "X: y", BodyFraming.None, -1L)]
    [InlineData(RequestMethod.Head, 200, "Content-Length: 5", BodyFraming.None, 5L)]
    [InlineData(RequestMethod.Head, 200, "Transfer-Encoding: chunked", BodyFraming.None, -1L)]
    [InlineData(RequestMethod.Get, 304, "Content-Length: 5", BodyFraming.None, 5L)]
    [InlineData(RequestMethod.Get, 304, "Transfer-Encoding: chunked", BodyFraming.None, -1L)]
    [InlineData(RequestMethod.Get, 204, "X: y", BodyFraming.None, -1L)]
    [InlineData(RequestMethod.Get, 204, "Content-Length: 0", BodyFraming.None, -1L)]
    [InlineData(RequestMethod.Get, 100, "X: y", BodyFraming.None, -1L)]
    [InlineData(RequestMethod.Get, 101, "X: y", BodyFraming.None, -1L)]
    [InlineData(RequestMethod.Connect, 200, "Content-Length: 5", BodyFraming.None, -1L)]
    [InlineData(RequestMethod.Connect, 200, "Transfer-Encoding: chunked", BodyFraming.None, -1L)]
    [InlineData(RequestMethod.Connect, 407, "Content-Length: 5", BodyFraming.ContentLength, 5L)]
    public void Framing_follows_method_and_status(
        RequestMethod method, int status, string line, BodyFraming framing, long length)
    {
        ResponseHead head = Accept(method, $"HTTP/1.1 {status} X\r\n{line}\r\n\r\n");
        Assert.Equal((framing, length), (head.Framing, head.ContentLength));
        Assert.Equal(framing != BodyFraming.UntilClose, head.KeepAlive);
    }

    [Theory]
    [InlineData(200, "Content-Length: 5\r\nContent-Length: 5", Http1Error.DuplicateContentLength)]
    [InlineData(200, "Content-Length: 5\r\nTransfer-Encoding: chunked", Http1Error.ContentLengthWithTransferEncoding)]
    [InlineData(200, "Content-Length: 5,5", Http1Error.InvalidContentLength)]
    [InlineData(200, "Transfer-Encoding: gzip", Http1Error.InvalidTransferEncoding)]
    [InlineData(200, "Transfer-Encoding: gzip, chunked", Http1Error.UnsupportedTransferEncoding)]
    [InlineData(200, "Transfer-Encoding: chunked;a", Http1Error.UnsupportedTransferEncoding)]
    [InlineData(200, "X : y", Http1Error.WhitespaceBeforeColon)]
    [InlineData(204, "Content-Length: 5", Http1Error.ContentLengthNotAllowed)]
    [InlineData(100, "Content-Length: 5", Http1Error.ContentLengthNotAllowed)]
    [InlineData(204, "Transfer-Encoding: chunked", Http1Error.TransferEncodingNotAllowed)]
    [InlineData(103, "Transfer-Encoding: chunked", Http1Error.TransferEncodingNotAllowed)]
    public void Ambiguous_framing_is_refused(int status, string lines, Http1Error error)
    {
        Refuse(error, RequestMethod.Get, $"HTTP/1.1 {status} X\r\n{lines}\r\n\r\n");
    }

    [Theory]
    [InlineData(101, "Connection: upgrade\r\nUpgrade: websocket", "websocket")]
    [InlineData(101, "Upgrade: websocket", "")]
    [InlineData(200, "Connection: upgrade\r\nUpgrade: websocket", "")]
    [InlineData(426, "Connection: upgrade\r\nUpgrade: websocket", "")]
    public void Only_status_101_changes_the_protocol(int status, string lines, string upgrade)
    {
        ResponseHead head = Accept(RequestMethod.Get, $"HTTP/1.1 {status} X\r\n{lines}\r\n\r\n");
        Assert.Equal(upgrade, Encoding.Latin1.GetString(head.Upgrade));
    }

    [Theory]
    [InlineData("HTTP/1.1", "Content-Length: 0", true)]
    [InlineData("HTTP/1.1", "Content-Length: 0\r\nConnection: close", false)]
    [InlineData("HTTP/1.0", "Content-Length: 0", false)]
    [InlineData("HTTP/1.0", "Content-Length: 0\r\nConnection: keep-alive", true)]
    [InlineData("HTTP/1.0", "Connection: keep-alive", false)]
    public void Persistence_is_read(string version, string lines, bool keepAlive)
    {
        Assert.Equal(keepAlive, Accept(RequestMethod.Get, $"{version} 200 OK\r\n{lines}\r\n\r\n").KeepAlive);
    }

    [Fact]
    public void An_interim_response_is_a_head_of_its_own()
    {
        const string Interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        byte[] bytes = Encoding.Latin1.GetBytes(Interim + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Http1ResponseParser parser = new(Http1Limits.Default);
        ResponseHead head = new();
        Assert.Equal(Http1ParseStatus.Complete, parser.Parse(bytes, RequestMethod.Get, head, out int consumed));
        Assert.True(head.IsInterim);
        Assert.Equal(
            Http1ParseStatus.Complete, parser.Parse(bytes.AsSpan(consumed), RequestMethod.Get, head, out _));
        Assert.Equal(200, head.Status);
        Assert.False(head.Headers.Contains("link"u8));
    }

    [Fact]
    public void A_head_beyond_the_limit_is_refused()
    {
        Refuse(Http1Error.HeadersTooLarge, RequestMethod.Get, "HTTP/1.1 200 OK\r\nX: " + new string('a', 70_000));
    }

    private static ResponseHead Accept(RequestMethod method, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        ResponseHead head = new();
        Http1ResponseParser parser = new(Http1Limits.Default);
        for (int length = 0; length < bytes.Length; length++)
            Assert.Equal(Http1ParseStatus.NeedMoreData, parser.Parse(bytes.AsSpan(0, length), method, head, out _));
        Assert.Equal(Http1ParseStatus.Complete, parser.Parse(bytes, method, head, out int consumed));
        Assert.Equal(bytes.Length, consumed);
        return head;
    }

    private static void Refuse(Http1Error error, RequestMethod method, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        Http1ResponseParser parser = new(Http1Limits.Default);
        Assert.Equal(Http1ParseStatus.Error, parser.Parse(bytes, method, new ResponseHead(), out int consumed));
        Assert.Equal((error, 0), (parser.Error, consumed));
    }
}
