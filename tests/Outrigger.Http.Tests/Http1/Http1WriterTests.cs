using System.Text;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Tests.Http1;

public sealed class Http1WriterTests
{
    [Fact]
    public void A_received_request_leaves_in_canonical_form()
    {
        RequestHead head = Request(
            "POST http://example.org/a?b HTTP/1.1\r\nUser-Agent: x\r\nHost: other\r\nX-Mine:\t v 1 \r\nKeep-Alive: 5\r\n"
            + "Content-Length: 12\r\nProxy-Connection: keep-alive\r\nAccept: */*\r\nX-Last:y\r\n\r\n");
        Assert.Equal(
            "POST /a?b HTTP/1.1\r\nhost: example.org\r\nuser-agent: x\r\nx-mine: v 1\r\naccept: */*\r\nx-last: y\r\n"
            + "content-length: 12\r\n\r\n",
            Write(head));
    }

    [Fact]
    public void Changed_added_and_removed_fields_leave_as_they_are_now()
    {
        RequestHead head = Request("GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 22\r\nC: 333\r\nD: 4\r\nE: 5\r\n\r\n");
        Assert.True(head.Headers.TrySet("b"u8, "x"u8));
        Assert.Equal(1, head.Headers.Remove("c"u8));
        Assert.True(head.Headers.TrySet("d"u8, "longer"u8));
        Assert.True(head.Headers.TryAdd("ab"u8, "cd"u8));
        Assert.True(head.Headers.TrySet("ab"u8, "cdef"u8));
        Assert.True(head.Headers.TryAppend(KnownHeader.XForwardedFor, "1.2.3.4"u8));
        Assert.True(head.Headers.TryAppend(KnownHeader.XForwardedFor, "5.6.7.8"u8));
        Assert.True(head.TrySetPath("/new"u8));
        Assert.True(head.TrySetAuthority("new:1"u8));
        Assert.Equal(
            "GET /new HTTP/1.1\r\nhost: new:1\r\na: 1\r\nb: x\r\nd: longer\r\ne: 5\r\nab: cdef\r\n"
            + "x-forwarded-for: 1.2.3.4, 5.6.7.8\r\n\r\n",
            Write(head));
    }

    [Theory]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "OPTIONS * HTTP/1.1\r\nhost: h\r\n\r\n")]
    [InlineData("CONNECT a:1 HTTP/1.1\r\nHost: h\r\n\r\n", "CONNECT a:1 HTTP/1.1\r\nhost: a:1\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nhost: \r\n\r\n")]
    [InlineData(
        "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
        "PUT / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n")]
    [InlineData(
        "PUT /\u00e9 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Gzip;\r\nA: b\r\nTransfer-Encoding: deflate , chunked;c\r\n\r\n",
        "PUT /%E9 HTTP/1.1\r\nhost: h\r\na: b\r\ntransfer-encoding: gzip, deflate, chunked\r\n\r\n")]
    [InlineData(
        "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: h\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n")]
    public void A_request_is_written_in_its_form(string received, string written)
    {
        Assert.Equal(written, Write(Request(received)));
    }

    [Theory]
    [InlineData(200, "X: y", ConnectionPersistence.Implicit, "HTTP/1.1 200 OK\r\nx: y\r\n\r\n")]
    [InlineData(
        200, "Content-Length: 7", ConnectionPersistence.Close,
        "HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: close\r\n\r\n")]
    [InlineData(
        404, "Transfer-Encoding: chunked", ConnectionPersistence.KeepAlive,
        "HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\nconnection: keep-alive\r\n\r\n")]
    [InlineData(304, "Content-Length: 7", ConnectionPersistence.Implicit,
        "HTTP/1.1 304 Not Modified\r\ncontent-length: 7\r\n\r\n")]
    [InlineData(799, "Content-Length: 0", ConnectionPersistence.Implicit, "HTTP/1.1 799 \r\ncontent-length: 0\r\n\r\n")]
    public void A_response_is_written(int status, string line, ConnectionPersistence persistence, string written)
    {
        ResponseHead head = new();
        Http1ResponseParser parser = new(Http1Limits.Default);
        byte[] bytes = Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\n{line}\r\n\r\n");
        Assert.Equal(Http1ParseStatus.Complete, parser.Parse(bytes, RequestMethod.Get, head, out _));
        byte[] output = new byte[Http1Writer.LengthOf(head, persistence)];
        Assert.True(Http1Writer.TryWriteResponse(head, persistence, output, out int length));
        Assert.Equal(written, Encoding.Latin1.GetString(output, 0, length));
        Assert.False(Http1Writer.TryWriteResponse(head, persistence, output.AsSpan(1), out _));
    }

    [Theory]
    [InlineData(1L, "1\r\n")]
    [InlineData(255L, "ff\r\n")]
    [InlineData(long.MaxValue, "7fffffffffffffff\r\n")]
    public void A_chunk_prefix_is_written(long length, string written)
    {
        byte[] output = new byte[Http1Writer.ChunkPrefixBytesMax];
        Assert.True(Http1Writer.TryWriteChunkPrefix(length, output, out int count));
        Assert.Equal(written, Encoding.Latin1.GetString(output, 0, count));
        Assert.False(Http1Writer.TryWriteChunkPrefix(length, output.AsSpan(0, count - 1), out _));
    }

    [Fact]
    public void The_last_chunk_is_written_with_trailers()
    {
        HeaderMap trailers = new();
        Assert.True(trailers.TryAdd("Grpc-Status"u8, "0"u8));
        Assert.True(trailers.TryAdd(KnownHeader.ContentLength, "5"u8));
        byte[] output = new byte[100];
        Assert.True(Http1Writer.TryWriteLastChunk(trailers, output, out int count));
        Assert.Equal("0\r\ngrpc-status: 0\r\n\r\n", Encoding.Latin1.GetString(output, 0, count));
        Assert.False(Http1Writer.TryWriteLastChunk(trailers, output.AsSpan(0, count - 1), out _));
    }

    [Theory]
    [InlineData("a\rb")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\r\nX: y")]
    [InlineData("\u007f")]
    public void Nothing_that_is_written_can_be_made_to_hold_a_line_end(string evil)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(evil);
        byte[] path = Encoding.Latin1.GetBytes("/" + evil);
        RequestHead head = new();
        Assert.False(head.TrySetMethod(bytes));
        Assert.False(head.TrySetPath(path));
        Assert.False(head.TrySetAuthority(bytes));
        Assert.True(head.Headers.TryAdd("x"u8, "y"u8));
        Assert.False(head.Headers.TryAdd(bytes, "y"u8));
        Assert.False(head.Headers.TryAdd("z"u8, bytes));
        Assert.False(head.Headers.TryAdd(KnownHeader.Server, bytes));
        Assert.False(head.Headers.TrySet("x"u8, bytes));
        Assert.False(head.Headers.TrySetAt(0, bytes));
        Assert.False(head.Headers.TryAppend("x"u8, bytes));
        Assert.Equal("y"u8, head.Headers.ValueAt(0));
        Assert.Equal(1, head.Headers.Count);
    }

    private static RequestHead Request(string text)
    {
        RequestHead head = new();
        Http1RequestParser parser = new(Http1Limits.Default);
        Assert.Equal(Http1ParseStatus.Complete, parser.Parse(Encoding.Latin1.GetBytes(text), head, out _));
        return head;
    }

    private static string Write(RequestHead head)
    {
        int length = Http1Writer.LengthOf(head);
        byte[] output = new byte[length + 1];
        Assert.True(Http1Writer.TryWriteRequest(head, ConnectionPersistence.Implicit, output, out int written));
        Assert.Equal(length, written);
        Assert.False(
            Http1Writer.TryWriteRequest(head, ConnectionPersistence.Implicit, output.AsSpan(0, length - 1), out _));
        return Encoding.Latin1.GetString(output, 0, written);
    }
}
