using System.Text;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Tests.Http1;

public sealed class Http1RequestParserTests
{
    [Fact]
    public void A_request_is_parsed_and_written_again()
    {
        byte[] bytes = Encoding.Latin1.GetBytes(
            "POST /a/b?c=d HTTP/1.1\r\nHost: example.org:8080\r\nUser-Agent: x\r\nX-Mine:  v 1 \r\n"
            + "Content-Length: 12\r\nAccept: */*\r\n\r\nhello");
        Http1RequestParser parser = new(Http1Limits.Default);
        RequestHead head = new();
        Assert.Equal(Http1ParseStatus.Complete, parser.Parse(bytes, head, out int consumed));
        Assert.Equal(bytes.Length - 5, consumed);
        Assert.Equal("/a/b?c=d"u8, head.Path);
        Assert.Equal("example.org:8080"u8, head.Authority);
        Assert.Equal(12, head.ContentLength);
        byte[] output = new byte[1000];
        Assert.True(Http1Writer.TryWriteRequest(head, ConnectionPersistence.Implicit, output, out int written));
        Assert.Equal(
            "POST /a/b?c=d HTTP/1.1\r\nhost: example.org:8080\r\nuser-agent: x\r\nx-mine: v 1\r\naccept: */*\r\n"
            + "content-length: 12\r\n\r\n",
            Encoding.Latin1.GetString(output, 0, written));
    }
}
