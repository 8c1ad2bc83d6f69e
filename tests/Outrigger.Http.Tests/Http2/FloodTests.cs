using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>Peers that cost more than they bring: each is cut with ENHANCE_YOUR_CALM, and an honest one is not.</summary>
public sealed class FloodTests
{
    [Fact]
    public void Rapid_reset()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        uint stream = 1;
        for (; stream < 2 * 499; stream += 2)
            test.Receive(new Wire().Head(stream, Wire.Get).Reset(stream).Bytes);
        Assert.False(test.Session.IsClosed);
        test.Receive(new Wire().Head(stream, Wire.Get).Reset(stream).Bytes);
        AssertCut(test);
    }

    [Fact]
    public void Resets_after_a_response_or_after_a_while_are_no_attack()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Handler.WhenRequested = stream =>
        {
            if (stream.Id % 4 == 1)
                test.Session.TryWriteHead(stream, SessionPair.Response(), false);
        };
        for (uint stream = 1; stream < 5000; stream += 2)
        {
            test.Receive(new Wire().Head(stream, Wire.Get).Bytes);
            test.Handler.NowMs += 1000;
            test.Receive(new Wire().Reset(stream).Bytes);
            test.Forget();
        }

        Assert.False(test.Session.IsClosed);
    }

    [Fact]
    public void A_server_may_refuse_as_much_as_it_likes()
    {
        SessionUnderTest test = SessionUnderTest.Client();
        for (uint stream = 5; stream < 3000; stream += 2)
        {
            test.Request("GET", endsStream: true);
            test.Receive(new Wire().Reset(stream, 7).Bytes);
            test.Forget();
        }

        Assert.False(test.Session.IsClosed);
    }

    [Fact]
    public void A_server_that_is_made_to_reset()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        for (uint stream = 1; stream < 2 * 499; stream += 2)
        {
            test.Receive(new Wire().Head(stream, Wire.Get).WindowUpdate(stream, 0).Bytes);
            test.TakeFrames();
        }

        Assert.False(test.Session.IsClosed);
        test.Receive(new Wire().Head(999, Wire.Get).WindowUpdate(999, 0).Bytes);
        AssertCut(test);
    }

    [Theory]
    [InlineData("PING")]
    [InlineData("SETTINGS")]
    [InlineData("RST_STREAM")]
    public void Answers_that_are_not_read(string kind)
    {
        // Room for some forty frames, then 1,000 wait; one answer is left for after.
        SessionUnderTest test = SessionUnderTest.Server(new Http2Options { ConcurrentStreamsMax = 0 }, outputBytes: 4096);
        test.Output.RoomMax = 500;
        Wire one = new();
        for (uint i = 0; i < 2000 && !test.Session.IsClosed; i++)
        {
            Wire wire = kind switch
            {
                "PING" => one.Bytes.Length > 0 ? one : one.Ping(),
                "SETTINGS" => one.Bytes.Length > 0 ? one : one.Settings(),
                _ => new Wire().Head((2 * i) + 1, Wire.Get),
            };
            test.Receive(wire.Bytes);
        }

        Assert.True(test.Session.IsClosed);
        Assert.Contains("EnhanceYourCalm", test.TakeEvents(), StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_that_are_read_have_no_end()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        byte[] ping = new Wire().Ping().Settings().Bytes;
        for (int i = 0; i < 5000; i++)
        {
            test.Receive(ping);
            test.Output.Clear();
        }

        Assert.False(test.Session.IsClosed);
    }

    [Fact]
    public void Answers_that_waited_keep_their_order()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Output.RoomMax = 20;
        test.Receive(new Wire().Ping().Settings().Ping().Settings().Bytes);
        test.Output.RoomMax = 1000;
        test.Session.OnOutputRoom();
        Assert.Equal("PING ack\nSETTINGS ack\nPING ack\nSETTINGS ack", test.TakeFrames());
    }

    [Fact]
    public void Priorities()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Receive(new Wire().Head(1, Wire.Get).Repeat(200, wire => wire.PriorityFrame(3, 0)).Bytes);
        Assert.False(test.Session.IsClosed);
        test.Receive(new Wire().PriorityFrame(3, 0).Bytes);
        AssertCut(test);
    }

    [Fact]
    public void Window_updates()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Receive(new Wire().Head(1, Wire.Get).Repeat(7, wire => wire.WindowUpdate(0, 1)).Bytes);
        Assert.False(test.Session.IsClosed);
        test.Receive(new Wire().WindowUpdate(0, 1).Bytes);
        AssertCut(test);
    }

    [Fact]
    public void Empty_frames()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Receive(new Wire().Open(1, Wire.Post).Data(1, "").Data(1, "x").Data(1, "").Bytes);
        Assert.False(test.Session.IsClosed);
        test.Receive(new Wire().Data(1, "").Bytes);
        AssertCut(test);
    }

    [Fact]
    public void Frames_with_nothing_but_padding()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Receive(new Wire().Open(1, Wire.Post).Repeat(2, wire => wire.Frame(0, Wire.Padded, 1, [3, 0, 0, 0])).Bytes);
        AssertCut(test);
    }

    [Fact]
    public void Continuations_without_content()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Receive(new Wire().Headers(1, Wire.EndStream, Wire.Get).Frame(9, 0, 1, []).Bytes);
        Assert.False(test.Session.IsClosed);
        test.Receive(new Wire().Frame(9, 0, 1, []).Bytes);
        AssertCut(test);
    }

    [Fact]
    public void Continuations_without_end()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Receive(new Wire().Headers(1, Wire.EndStream, Wire.Get).Bytes);
        test.Receive(new Wire().Repeat(511, wire => wire.Continuation(1, 0, ("x", "y"))).Bytes);
        Assert.False(test.Session.IsClosed);
        test.Receive(new Wire().Continuation(1, 0, ("x", "y")).Bytes);
        AssertCut(test);
    }

    [Fact]
    public void Continuations_of_great_size()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Receive(new Wire().Headers(1, Wire.EndStream, Wire.Get).Bytes);
        int frames = 0;
        for (; frames < 20 && !test.Session.IsClosed; frames++)
            test.Receive(new Wire().Continuation(1, 0, ("x", new string('y', 16_000))).Bytes);
        Assert.Equal(8, frames);
        AssertCut(test);
    }

    [Fact]
    public void A_small_block_that_expands_to_much_is_refused_and_costs_no_memory()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        // One field of 4,000 bytes that enters the table, and then its index, 12,000 times.
        byte[] bomb =
        [
            0x40, 1, (byte)'x', 0x7F, 0xA1, 0x1E, .. Enumerable.Repeat((byte)'y', 4000), .. Enumerable.Repeat((byte)0xBE, 12_000),
        ];
        test.Receive(new Wire().Frame(1, 5, 1, [.. Wire.Block(Wire.Get), .. bomb]).Bytes);
        Assert.Equal("refused 1 431", test.TakeEvents());
        Assert.True(test.Handler.Requests[1].Headers.BytesOfFields <= Http2Options.Default.HeaderListBytesMax);
    }

    private static void AssertCut(SessionUnderTest test)
    {
        Assert.True(test.Session.IsClosed);
        Assert.EndsWith("ENHANCE_YOUR_CALM", test.TakeFrames(), StringComparison.Ordinal);
    }
}
