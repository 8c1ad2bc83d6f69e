using System.Text;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Tests.Http1;

public sealed class Http1BodyDecoderTests
{
    [Theory]
    [InlineData("3\r\nabc\r\n0\r\n\r\n", "abc")]
    [InlineData("3\r\nabc\r\n00000001\r\nd\r\n0000\r\n\r\n", "abcd")]
    [InlineData("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789")]
    [InlineData("0\r\n\r\n", "")]
    [InlineData("2;a\r\n\r\n\r\n0;b=c\r\n\r\n", "\r\n")]
    [InlineData("1;a=\"b\\\"; \tc\u00e9\";d\r\nx\r\n0\r\n\r\n", "x")]
    public void Chunks_are_joined(string text, string payload)
    {
        Assert.Equal(("Complete", payload, ""), Decode(BodyFraming.Chunked, -1, text + "NEXT"));
    }

    [Theory]
    [InlineData("\r\n", Http1Error.InvalidChunkSize)]
    [InlineData("g\r\n", Http1Error.InvalidChunkSize)]
    [InlineData("-1\r\n", Http1Error.InvalidChunkSize)]
    [InlineData("0x1\r\n", Http1Error.InvalidChunkSize)]
    [InlineData(" 1\r\n", Http1Error.InvalidChunkSize)]
    [InlineData("1 \r\n", Http1Error.InvalidChunkSize)]
    [InlineData("1\t;a\r\n", Http1Error.InvalidChunkSize)]
    [InlineData("8000000000000000\r\n", Http1Error.InvalidChunkSize)]
    [InlineData("10000000000000000\r\n", Http1Error.InvalidChunkSize)]
    [InlineData("00000000000000001\r\n", Http1Error.InvalidChunkSize)]
    [InlineData("1\n", Http1Error.BareLineFeed)]
    [InlineData("1\rx", Http1Error.BareCarriageReturn)]
    [InlineData("1;\r\n", Http1Error.InvalidChunkExtension)]
    [InlineData("1;a=\r\n", Http1Error.InvalidChunkExtension)]
    [InlineData("1; a\r\n", Http1Error.InvalidChunkExtension)]
    [InlineData("1;a b\r\n", Http1Error.InvalidChunkExtension)]
    [InlineData("1;a\n", Http1Error.BareLineFeed)]
    [InlineData("1;a=\"b\r\n", Http1Error.InvalidChunkExtension)]
    [InlineData("1;a=\"b\n\"", Http1Error.BareLineFeed)]
    [InlineData("1;a=\"b\"c\r\n", Http1Error.InvalidChunkExtension)]
    [InlineData("1\r\nab", Http1Error.InvalidChunkEnd)]
    [InlineData("1\r\na\n", Http1Error.InvalidChunkEnd)]
    [InlineData("1\r\na\rb", Http1Error.InvalidChunkEnd)]
    [InlineData("0\r\nX : y\r\n\r\n", Http1Error.WhitespaceBeforeColon)]
    [InlineData("0\r\nX: y\n\r\n", Http1Error.BareLineFeed)]
    [InlineData("0\r\n X: y\r\n\r\n", Http1Error.FoldedHeader)]
    [InlineData("0\r\nContent-Length: 5\r\n\r\n", Http1Error.ForbiddenTrailer)]
    [InlineData("0\r\nTransfer-Encoding: chunked\r\n\r\n", Http1Error.ForbiddenTrailer)]
    [InlineData("0\r\nHost: a\r\n\r\n", Http1Error.ForbiddenTrailer)]
    [InlineData("0\r\nConnection: close\r\n\r\n", Http1Error.ForbiddenTrailer)]
    public void Malformed_chunks_are_refused(string text, Http1Error error)
    {
        Assert.Equal(error.ToString(), Decode(BodyFraming.Chunked, -1, text).Result);
    }

    [Theory]
    [InlineData("grpc-status: 0\r\nX-Y: z", "grpc-status=0,x-y=z")]
    [InlineData("Authorization: a\r\nX-Y: z\r\nX-Forwarded-For: b\r\nX-Envoy-Internal: c\r\nSet-Cookie: d", "x-y=z")]
    public void Trailers_are_kept_but_for_those_that_must_be_headers(string lines, string trailers)
    {
        Assert.Equal(("Complete", "", trailers), Decode(BodyFraming.Chunked, -1, $"0\r\n{lines}\r\n\r\nNEXT"));
    }

    [Theory]
    [InlineData(BodyFraming.None, -1L, "abc", "Complete", "")]
    [InlineData(BodyFraming.ContentLength, 0L, "abc", "Complete", "")]
    [InlineData(BodyFraming.ContentLength, 2L, "abc", "Complete", "ab")]
    [InlineData(BodyFraming.ContentLength, 4L, "abc", "NeedMoreData", "abc")]
    [InlineData(BodyFraming.UntilClose, -1L, "abc", "NeedMoreData", "abc")]
    [InlineData(BodyFraming.Chunked, -1L, "3\r\nab", "NeedMoreData", "ab")]
    [InlineData(BodyFraming.Chunked, -1L, "0\r\n\r", "NeedMoreData", "")]
    public void The_end_is_known_by_the_framing(
        BodyFraming framing, long length, string text, string result, string payload)
    {
        Assert.Equal((result, payload, ""), Decode(framing, length, text));
    }

    [Fact]
    public void Only_a_complete_content_or_one_that_ends_so_may_end_with_the_connection()
    {
        Assert.True(new Http1BodyDecoder(BodyFraming.UntilClose, -1, Http1Limits.Default).EndsWithConnection);
        Assert.True(new Http1BodyDecoder(BodyFraming.None, -1, Http1Limits.Default).EndsWithConnection);
        Assert.False(new Http1BodyDecoder(BodyFraming.ContentLength, 1, Http1Limits.Default).EndsWithConnection);
        Assert.False(new Http1BodyDecoder(BodyFraming.Chunked, -1, Http1Limits.Default).EndsWithConnection);
    }

    // Feeds the text whole, byte by byte and split at every place, and wants the same outcome of all.
    private static (string Result, string Payload, string Trailers) Decode(BodyFraming framing, long length, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        (string, string, string) whole = Decode(framing, length, bytes, []);
        Assert.Equal(whole, Decode(framing, length, bytes, [.. Enumerable.Range(1, bytes.Length)]));
        for (int at = 0; at < bytes.Length; at++)
            Assert.Equal(whole, Decode(framing, length, bytes, [at]));
        return whole;
    }

    private static (string Result, string Payload, string Trailers) Decode(
        BodyFraming framing, long length, byte[] bytes, int[] splits)
    {
        Http1BodyDecoder decoder = new(framing, length, Http1Limits.Default);
        HeaderMap trailers = new();
        StringBuilder payload = new();
        int consumed = 0;
        Http1BodyStatus status = Http1BodyStatus.NeedMoreData;
        foreach (int end in splits.Append(bytes.Length))
        {
            do
            {
                ReadOnlySpan<byte> input = bytes.AsSpan(consumed, end - consumed);
                status = decoder.Decode(input, trailers, out Http1BodySlice slice);
                payload.Append(Encoding.Latin1.GetString(input.Slice(slice.PayloadStart, slice.PayloadLength)));
                consumed += slice.Consumed;
            }
            while (status == Http1BodyStatus.Payload);

            if (status is Http1BodyStatus.Complete or Http1BodyStatus.Error)
                break;
        }

        List<string> fields = [];
        foreach (HeaderField field in trailers)
            fields.Add($"{Encoding.Latin1.GetString(field.Name)}={Encoding.Latin1.GetString(field.Value)}");
        return status == Http1BodyStatus.Error
            ? (decoder.Error.ToString(), payload.ToString(), "")
            : (status.ToString(), payload.ToString(), string.Join(',', fields));
    }
}
