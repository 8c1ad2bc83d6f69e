using System.Text;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Tests;

public sealed class HopByHopTests
{
    [Theory]
    [InlineData("Connection: X-Mine, close\r\nX-Mine: 1\r\nX-Other: 2", "x-other")]
    [InlineData("Connection: a\r\nConnection: b,,c\r\nA: 1\r\nB: 1\r\nC: 1\r\nD: 1", "d")]
    [InlineData("TE: trailers\r\nConnection: TE", "te")]
    [InlineData("TE: gzip, Trailers;q=1\r\nX: y", "x")]
    [InlineData("TE: gzip, trailers\r\nX: y", "te x")]
    [InlineData("TE: gzip\r\nX: y", "x")]
    [InlineData("Connection: x-forwarded-for, cookie\r\nX-Forwarded-For: 1\r\nCookie: a", "x-forwarded-for cookie")]
    [InlineData("X: y", "x")]
    public void Fields_of_this_hop_are_not_written_on(string lines, string remaining)
    {
        RequestHead head = new();
        byte[] bytes = Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: h\r\n{lines}\r\n\r\n");
        Assert.Equal(
            Http1ParseStatus.Complete, new Http1RequestParser(Http1Limits.Default).Parse(bytes, head, out _));
        HopByHop.Strip(head);
        byte[] output = new byte[Http1Writer.LengthOf(head)];
        Assert.True(Http1Writer.TryWriteRequest(head, ConnectionPersistence.Implicit, output, out _));
        string[] names = [.. Encoding.Latin1.GetString(output).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Skip(2).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])];
        Assert.Equal(remaining, string.Join(' ', names));
    }
}
