using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>Who may send how much, and who gives room back when (RFC 9113 sections 5.2 and 6.9).</summary>
public sealed class FlowControlTests
{
    private static readonly Http2Options s_smallWindows = new() { StreamWindowBytes = 1000, ConnectionWindowBytes = 65_535 };

    [Fact]
    public void Start_tells_windows_and_limits()
    {
        SessionUnderTest server = new(Http2Role.Server, new Http2Options { HeaderTableBytes = 0, EnableConnectProtocol = true });
        Assert.Equal("SETTINGS 1=0 3=1024 4=16777216 6=61440 8=1\nWINDOW_UPDATE 0 25100289", server.TakeFrames());
        SessionUnderTest client = new(Http2Role.Client, new Http2Options { FrameBytesMax = 32_768, ConnectionWindowBytes = 65_535 });
        Assert.Equal("SETTINGS 2=0 4=16777216 5=32768 6=61440", client.TakeFrames());
    }

    [Fact]
    public void Room_is_given_back_when_half_a_window_was_consumed()
    {
        SessionUnderTest test = SessionUnderTest.Server(s_smallWindows);
        test.Handler.ConsumesAtOnce = false;
        test.Receive(new Wire().Open(1, Wire.Post).Data(1, 900).Bytes);
        Http2Stream stream = test.Handler.Streams[1];
        Assert.Equal(900, stream.UnconsumedBytes);
        test.Session.Consume(stream, 499);
        Assert.Equal("", test.TakeFrames());
        test.Session.Consume(stream, 2);
        Assert.Equal("WINDOW_UPDATE 1 501", test.TakeFrames());
        test.Receive(new Wire().Data(1, 601).Bytes);
        test.Receive(new Wire().Data(1, 1).Bytes);
        Assert.Equal("RST_STREAM 1 FLOW_CONTROL_ERROR", test.TakeFrames());
    }

    [Fact]
    public void Nothing_is_given_back_on_a_stream_whose_peer_has_ended()
    {
        SessionUnderTest test = SessionUnderTest.Server(s_smallWindows);
        test.Receive(new Wire().Open(1, Wire.Post).Data(1, 900, Wire.EndStream).Bytes);
        Assert.Equal("", test.TakeFrames());
    }

    [Fact]
    public void Content_that_nobody_wants_any_more_is_given_back_to_the_connection()
    {
        SessionUnderTest test = SessionUnderTest.Server(new Http2Options { ConnectionWindowBytes = 65_535 });
        test.Handler.ConsumesAtOnce = false;
        test.Receive(new Wire().Open(1, Wire.Post).Data(1, 16_384).Data(1, 10_000).Bytes);
        Assert.Equal("", test.TakeFrames());
        test.Session.Reset(test.Handler.Streams[1], Http2ErrorCode.Cancel);
        Assert.Equal("RST_STREAM 1 CANCEL", test.TakeFrames());
        test.Receive(new Wire().Data(1, 16_384).Bytes);
        Assert.Equal("WINDOW_UPDATE 0 42768", test.TakeFrames());
    }

    [Fact]
    public void A_reset_in_the_middle_of_a_frame_gives_the_rest_of_it_back()
    {
        SessionUnderTest test = SessionUnderTest.Server(new Http2Options { ConnectionWindowBytes = 65_535 });
        test.Handler.ConsumesAtOnce = false;
        byte[] bytes = new Wire().Open(1, Wire.Post).Repeat(4, part => part.Data(1, 16_000)).Bytes;
        test.Receive(bytes.AsSpan(0, bytes.Length - 15_000));
        test.Session.Reset(test.Handler.Streams[1], Http2ErrorCode.Cancel);
        test.Receive(bytes.AsSpan(bytes.Length - 15_000));
        Assert.Equal("RST_STREAM 1 CANCEL\nWINDOW_UPDATE 0 49000", test.TakeFrames());
        Assert.Equal("request 1 POST http://example.org/\nclosed 1\ndata 1 49000 bytes", test.TakeEvents());
    }

    [Fact]
    public void Content_of_a_stream_that_has_ended_holds_the_connection_back_until_it_is_consumed()
    {
        SessionUnderTest test = SessionUnderTest.Client(new Http2Options { ConnectionWindowBytes = 65_535 });
        test.Handler.ConsumesAtOnce = false;
        Http2Stream stream = test.Handler.Streams[1];
        test.Receive(new Wire().Open(1, (":status", "200")).Repeat(2, part => part.Data(1, 16_384)).Data(1, 1000, Wire.EndStream).Bytes);
        Assert.Contains("closed 1", test.TakeEvents(), StringComparison.Ordinal);
        Assert.Equal("", test.TakeFrames());
        Assert.Equal(1, stream.Id);
        test.Session.Consume(stream, 33_000);
        Assert.Equal("WINDOW_UPDATE 0 33000", test.TakeFrames());
        Assert.Equal(1, stream.Id);
        test.Session.Consume(stream, 768);
        Assert.Equal(0, stream.Id);
    }

    [Fact]
    public void A_smaller_window_holds_from_the_acknowledgement_on()
    {
        SessionUnderTest test = new(Http2Role.Server, s_smallWindows);
        test.Handler.ConsumesAtOnce = false;
        test.Receive(new Wire().Preface().Settings().Open(1, Wire.Post).Data(1, 900).Bytes);
        test.Receive(new Wire().Open(3, Wire.Post).Data(3, 1500).SettingsAck().Bytes);
        test.Forget();
        test.Receive(new Wire().Data(1, 100).Bytes);
        Assert.Equal("", test.TakeFrames());
        test.Receive(new Wire().Data(3, 1).Bytes);
        Assert.Equal("RST_STREAM 3 FLOW_CONTROL_ERROR", test.TakeFrames());
    }

    [Fact]
    public void Streams_that_wait_take_turns_when_the_connection_opens()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Handler.WhenRequested = stream =>
        {
            Assert.True(test.Session.TryWriteHead(stream, SessionPair.Response(), false));
            stream.Owner = 50_000 - test.Session.WriteData(stream, new byte[50_000], true);
        };
        test.Handler.WhenWritable = stream => stream.Owner = (int)stream.Owner!
            - test.Session.WriteData(stream, new byte[Math.Min(1000, (int)stream.Owner!)], false);
        test.Receive(new Wire().Head(1, Wire.Get).Head(3, Wire.Get).Head(5, Wire.Get).Bytes);
        Assert.Equal(0, test.Session.SendWindow);
        test.Forget();
        test.Receive(new Wire().WindowUpdate(0, 2500).Bytes);
        Assert.Equal("DATA 5 1000\nDATA 3 1000", test.TakeFrames());
    }

    [Fact]
    public void Streams_that_wait_for_room_take_turns_however_much_each_has()
    {
        SessionUnderTest test = SessionUnderTest.Server(outputBytes: Http2Output.BytesMin);
        int[] streamIds = [1, 3, 5];
        test.Handler.WhenRequested = stream => Assert.True(test.Session.TryWriteHead(stream, SessionPair.Response(), false));
        test.Receive(new Wire().Settings((4, 1 << 30)).WindowUpdate(0, 1 << 30).Bytes);
        test.Receive(new Wire().Head(1, Wire.Get).Head(3, Wire.Get).Head(5, Wire.Get).Bytes);
        test.Forget();
        test.Handler.WhenWritable = stream => test.Session.WriteData(stream, new byte[1 << 20], false);
        foreach (int id in streamIds)
            test.Session.WriteData(test.Handler.Streams[id], new byte[1 << 20], false);
        List<string> turns = [];
        for (int flush = 0; flush < 7; flush++)
            turns.AddRange(test.TakeFrames().Split('\n').Select(frame => frame.Split(' ')[1]).Distinct());
        Assert.Equal(["1", "3", "5", "1", "3", "5", "1"], turns);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(500, "")]
    [InlineData(2000, "DATA 1 500 end")]
    public void Content_waits_while_the_peer_has_made_its_window_too_small(uint window, string sent)
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Receive(new Wire().Head(1, Wire.Get).Bytes);
        Http2Stream stream = test.Handler.Streams[1];
        Assert.True(test.Session.TryWriteHead(stream, SessionPair.Response(), false));
        Assert.Equal(1000, test.Session.WriteData(stream, new byte[1000], false));
        test.Receive(new Wire().Settings((4, window)).Bytes);
        test.Forget();
        test.Session.WriteData(stream, new byte[500], true);
        Assert.Equal(sent, test.TakeFrames());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(1000)]
    public void An_end_without_content_needs_no_window(uint window)
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Receive(new Wire().Head(1, Wire.Get).Bytes);
        Http2Stream stream = test.Handler.Streams[1];
        Assert.True(test.Session.TryWriteHead(stream, SessionPair.Response(), false));
        Assert.Equal(1000, test.Session.WriteData(stream, new byte[1000], false));
        test.Receive(new Wire().Settings((4, window)).Bytes);
        test.Forget();
        Assert.Equal(0, test.Session.WriteData(stream, default, true));
        Assert.Equal("DATA 1 0 end", test.TakeFrames());
        Assert.Equal("closed 1", test.TakeEvents());
    }

    [Fact]
    public void A_write_waits_for_room_in_the_output_and_goes_on_when_it_is_flushed()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Receive(new Wire().Head(1, Wire.Get).Bytes);
        Http2Stream stream = test.Handler.Streams[1];
        test.Output.RoomMax = 40;
        Assert.False(test.Session.TryWriteHead(stream, SessionPair.Response(200, ("x", new string('y', 50))), false));
        Assert.True(stream.IsWaiting);
        test.Output.RoomMax = 300;
        test.Session.OnOutputRoom();
        Assert.Contains("writable 1", test.TakeEvents(), StringComparison.Ordinal);
        Assert.True(test.Session.TryWriteHead(stream, SessionPair.Response(), false));
        Assert.Equal(0, test.Session.WriteData(stream, new byte[1000], false));
        Assert.Equal(200, test.Session.WriteData(stream, new byte[200], false));
        Assert.Equal("HEADERS 1 [:status: 200]\nDATA 1 200", test.TakeFrames());
        Assert.Equal("writable 1", test.TakeEvents());
    }
}
