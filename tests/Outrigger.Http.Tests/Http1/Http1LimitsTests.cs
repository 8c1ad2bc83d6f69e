using System.Text;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Tests.Http1;

public sealed class Http1LimitsTests
{
    private static readonly Http1Limits s_small = new()
    {
        HeadBytesMax = 100, HeaderCountMax = 3, TargetBytesMax = 20, ChunkExtensionBytesMax = 10, TrailerBytesMax = 30,
        TrailerCountMax = 2,
    };

    [Fact]
    public void A_head_of_the_greatest_size_is_accepted_and_one_byte_more_refused()
    {
        const string Start = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
        string filler = new('a', 100 - Start.Length - 4);
        Check(Http1Error.None, 0, $"{Start}{filler}\r\n\r\n");
        Check(Http1Error.HeadersTooLarge, 431, $"{Start}{filler}a\r\n\r\n");
        Check(Http1Error.HeadersTooLarge, 431, $"{Start}{filler}{filler}{filler}");
    }

    [Fact]
    public void The_empty_line_before_a_request_does_not_count()
    {
        const string Start = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
        Check(Http1Error.None, 0, $"\r\n{Start}{new string('a', 100 - Start.Length - 4)}\r\n\r\n");
    }

    [Fact]
    public void A_refused_head_is_empty()
    {
        RequestHead head = new();
        Http1RequestParser parser = new(Http1Limits.Default);
        byte[] bytes = Latin1($"GET /{new string('a', 5_000)} HTTP/1.1\r\nHost: h\r\nX : y\r\n\r\n");
        Assert.Equal(Http1ParseStatus.Error, parser.Parse(bytes, head, out _));
        Assert.True(head.Method.IsEmpty && head.Target.IsEmpty && head.Headers.Count == 0);
        parser.Reset();
        bytes = Latin1("GET /b HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(Http1ParseStatus.Complete, parser.Parse(bytes, head, out _));
        Assert.Equal("/b"u8, head.Path);
    }

    [Fact]
    public void Fields_are_counted()
    {
        Check(Http1Error.None, 0, "GET / HTTP/1.1\r\nHost: h\r\nA:\r\nB:\r\n\r\n");
        Check(Http1Error.TooManyHeaders, 431, "GET / HTTP/1.1\r\nHost: h\r\nA:\r\nB:\r\nC:\r\n\r\n");
    }

    [Fact]
    public void A_long_target_has_a_status_of_its_own()
    {
        Check(Http1Error.None, 0, $"GET /{new string('a', 19)} HTTP/1.1\r\nHost: h\r\n\r\n");
        Check(Http1Error.TargetTooLong, 414, $"GET /{new string('a', 20)} HTTP/1.1\r\nHost: h\r\n\r\n");
        Check(Http1Error.TargetTooLong, 414, $"GET /{new string('a', 200)}");
        Check(Http1Error.None, 0, $"GET /a{new string('\u00e9', 6)} HTTP/1.1\r\nHost: h\r\n\r\n");
        Check(Http1Error.TargetTooLong, 414, $"GET /aa{new string('\u00e9', 6)} HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    [Fact]
    public void Chunk_extensions_are_counted_over_the_whole_message()
    {
        const string Head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        Check(Http1Error.None, 0, $"{Head}1;abcd\r\na\r\n0;abc\r\n\r\n");
        Check(Http1Error.ChunkExtensionsTooLarge, 400, $"{Head}1;abcd\r\na\r\n1;abcde\r\na\r\n0\r\n\r\n");
    }

    [Fact]
    public void The_options_of_a_connection_are_bounded_over_all_its_fields()
    {
        string half = new('a', 256);
        string head = $"GET / HTTP/1.1\r\nHost: h\r\nConnection: {half}\r\nConnection: {half}\r\n";
        Assert.Equal(Http1Error.None, RequestTranscript.Whole(Latin1(head + "\r\n")).Error);
        Http1Error error = RequestTranscript.Whole(Latin1(head + "Connection: ,\r\n\r\n")).Error;
        Assert.Equal(Http1Error.ConnectionTooLong, error);
    }

    [Fact]
    public void Trailers_are_bounded()
    {
        const string Head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
        Check(Http1Error.None, 0, $"{Head}X: {new string('a', 23)}\r\n\r\n");
        Check(Http1Error.TrailersTooLarge, 431, $"{Head}X: {new string('a', 24)}\r\n\r\n");
        Check(Http1Error.TooManyTrailers, 431, $"{Head}A:\r\nB:\r\nC:\r\n\r\n");
    }

    private static void Check(Http1Error error, int status, string text)
    {
        byte[] bytes = Latin1(text);
        RequestTranscript whole = RequestTranscript.Whole(bytes, s_small);
        Assert.Equal(error, whole.Error);
        if (error != Http1Error.None)
            Assert.Equal(status, error.StatusCode());
        else
            Assert.True(Assert.Single(whole.Messages).IsComplete);
        for (int at = 1; at < bytes.Length; at++)
            Assert.Equal(whole.Text, RequestTranscript.Split(bytes, at, s_small).Text);
        Assert.Equal(whole.Text, RequestTranscript.ByteByByte(bytes, s_small).Text);
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}
