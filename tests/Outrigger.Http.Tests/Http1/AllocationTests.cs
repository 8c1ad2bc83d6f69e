using Outrigger.Http.Http1;

namespace Outrigger.Http.Tests.Http1;

public sealed class AllocationTests
{
    [Fact]
    public void Messages_pass_without_an_allocation_once_the_buffers_have_grown()
    {
        Exchange exchange = new();
        for (int i = 0; i < 100; i++)
            exchange.Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
            exchange.Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>A chunked request and its response, read, changed as a proxy does and written.</summary>
    private sealed class Exchange
    {
        private readonly byte[] _request =
            """
            POST http://example.org/a?b HTTP/1.1
            Host: h
            Connection: x-mine
            X-Mine: 1
            X-Forwarded-For: 10.0.0.1
            Cookie: a=b
            Cookie: c=d
            Transfer-Encoding: chunked

            5
            hello
            0
            Grpc-Status: 0


            """u8.ToArray();

        private readonly byte[] _response =
            "HTTP/1.1 200 OK\r\nServer: x\r\nVary: y\r\nContent-Length: 3\r\n\r\nabc"u8.ToArray();
        private readonly Http1RequestParser _requestParser = new(Http1Limits.Default);
        private readonly Http1ResponseParser _responseParser = new(Http1Limits.Default);
        private readonly RequestHead _requestHead = new();
        private readonly ResponseHead _responseHead = new();
        private readonly HeaderMap _trailers = new();
        private readonly byte[] _output = new byte[2048];

        internal Exchange()
        {
            // The source file may have either kind of line end; the wire has one.
            string text = System.Text.Encoding.Latin1.GetString(_request).ReplaceLineEndings("\r\n");
            _request = System.Text.Encoding.Latin1.GetBytes(text);
        }

        internal void Run()
        {
            bool right = _requestParser.Parse(_request, _requestHead, out int consumed) == Http1ParseStatus.Complete;
            HeaderMap headers = _requestHead.Headers;
            HopByHop.Strip(_requestHead);
            right &= headers.TryGet(KnownHeader.Cookie, out _);
            right &= headers.TryAppend(KnownHeader.XForwardedFor, "10.0.0.2"u8);
            right &= headers.TrySet("x-new"u8, "1"u8);
            right &= _requestHead.TrySetPath("/other"u8);
            right &= Http1Writer.TryWriteRequest(_requestHead, ConnectionPersistence.Implicit, _output, out _);
            Http1BodyDecoder decoder = new(_requestHead, Http1Limits.Default);
            ReadOnlySpan<byte> content = _request.AsSpan(consumed);
            while (decoder.Decode(content, _trailers, out Http1BodySlice slice) == Http1BodyStatus.Payload)
                content = content[slice.Consumed..];
            right &= decoder.IsComplete && _trailers.Count == 1;
            right &= Http1Writer.TryWriteLastChunk(_trailers, _output, out _);
            Http1ParseStatus status = _responseParser.Parse(_response, RequestMethod.Post, _responseHead, out _);
            right &= status == Http1ParseStatus.Complete;
            right &= Http1Writer.TryWriteResponse(_responseHead, ConnectionPersistence.Close, _output, out _);
            if (!right)
                throw new InvalidOperationException("The exchange did not go as it should.");
        }
    }
}
