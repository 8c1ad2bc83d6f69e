using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>Whole exchanges between our client and our server.</summary>
public sealed class ExchangeTests
{
    [Fact]
    public void A_request_and_its_response_pass()
    {
        SessionPair pair = new();
        pair.Open(SessionPair.Request("GET", "/a?b", ("accept", "*/*"), ("x-one", "1")));
        pair.Exchange();
        Assert.Equal("request 1 GET http://example.org/a?b [accept: */*] [x-one: 1] end", pair.ServerSide.Take());

        Http2Stream stream = pair.ServerSide.Streams[1];
        Assert.True(pair.Server.TryWriteHead(stream, SessionPair.Response(200, ("server", "x")), false));
        Assert.Equal(5, pair.Server.WriteData(stream, "hello"u8, true));
        pair.Exchange();
        Assert.Equal("closed 1", pair.ServerSide.Take());
        Assert.Equal("response 1 200 [server: x]\ndata 1 hello end\nclosed 1", pair.ClientSide.Take());
        Assert.Equal(0, pair.Client.StreamCount);
        Assert.Equal(0, pair.Server.StreamCount);
    }

    [Fact]
    public void Content_and_trailers_pass_both_ways_after_an_interim_response()
    {
        SessionPair pair = new();
        RequestHead request = SessionPair.Request("POST", "/", ("te", "trailers"));
        request.SetChunked();
        Http2Stream call = pair.Open(request, endsStream: false);
        Assert.Equal(3, pair.Client.WriteData(call, "abc"u8, false));
        HeaderMap trailers = new();
        Assert.True(trailers.TryAdd("x-sum"u8, "6"u8));
        Assert.True(pair.Client.TryWriteTrailers(call, trailers));
        pair.Exchange();
        Assert.Equal(
            "request 1 POST http://example.org/ [te: trailers]\ndata 1 abc\ntrailers 1 [x-sum: 6]",
            pair.ServerSide.Take());

        Http2Stream stream = pair.ServerSide.Streams[1];
        Assert.True(pair.Server.TryWriteHead(stream, SessionPair.Response(103, ("link", "</x>")), false));
        Assert.True(pair.Server.TryWriteHead(stream, SessionPair.Response(), false));
        Assert.Equal(2, pair.Server.WriteData(stream, "ok"u8, false));
        HeaderMap status = new();
        Assert.True(status.TryAdd(KnownHeader.GrpcStatus, "0"u8));
        Assert.True(pair.Server.TryWriteTrailers(stream, status));
        pair.Exchange();
        Assert.Equal(
            "interim 1 103 [link: </x>]\nresponse 1 200\ndata 1 ok\ntrailers 1 [grpc-status: 0]\nclosed 1",
            pair.ClientSide.Take());
    }

    [Fact]
    public void A_head_larger_than_the_output_passes_in_frames_and_nothing_comes_between_them()
    {
        Http2Options large = new() { HeaderListBytesMax = 400_000 };
        SessionPair pair = new(large, large);
        (string, string)[] fields = [.. Enumerable.Range(0, 50).Select(i => ("x-" + i, new string('\u00FE', 6000)))];
        Http2Stream first = pair.Open(SessionPair.Request("POST", "/", fields), endsStream: false);
        Assert.Equal(0, pair.Client.WriteData(first, "x"u8, false));
        Assert.False(pair.Client.TryOpenStream(SessionPair.Request(), true, null, out _));
        pair.ClientSide.WhenWritable = stream => Assert.Equal(1, pair.Client.WriteData(stream, "x"u8, false));
        pair.Exchange();
        Assert.StartsWith("request 1 POST http://example.org/ [x-0: ", pair.ServerSide.Take(), StringComparison.Ordinal);
        Assert.Equal(50, pair.ServerSide.Requests[1].Headers.Count);
        Assert.Equal("writable 1", pair.ClientSide.Take());
        Assert.True(pair.Client.TryOpenStream(SessionPair.Request(), true, null, out _));
    }

    [Fact]
    public void Content_larger_than_the_windows_passes_as_they_open()
    {
        SessionPair pair = new(serverOptions: new Http2Options { StreamWindowBytes = 20_000, ConnectionWindowBytes = 70_000 });
        byte[] content = new byte[1_000_000];
        RequestHead request = SessionPair.Request("POST");
        request.SetContentLength(content.Length);
        Http2Stream call = pair.Open(request, endsStream: false);
        int sent = 0;
        void Send(Http2Stream stream) => sent += pair.Client.WriteData(stream, content.AsSpan(sent), true);
        pair.ClientSide.WhenWritable = Send;
        Send(call);
        Assert.Equal(20_000, sent);
        pair.Exchange();
        Assert.Equal(content.Length, sent);
        Assert.Contains("data 1 1000000 bytes end", pair.ServerSide.Take(), StringComparison.Ordinal);
    }
}
