using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>GOAWAY from either side, and the end of a connection (RFC 9113 sections 5.4.1 and 6.8).</summary>
public sealed class ShutdownTests
{
    [Fact]
    public void A_server_shuts_down_in_two_steps_and_takes_what_was_on_its_way()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Receive(new Wire().Head(1, Wire.Get).Bytes);
        test.Session.BeginGoAway();
        string[] frames = test.TakeFrames().Split('\n');
        Assert.Equal(["GOAWAY 2147483647 NO_ERROR", "PING"], frames);
        test.Receive(new Wire().Head(3, Wire.Get).Bytes);
        Assert.False(test.Session.IsDrained);
        test.Receive(new Wire().Frame(6, 1, 0, "outrigge"u8).Bytes);
        Assert.Equal("GOAWAY 3 NO_ERROR", test.TakeFrames());

        // Too late: not taken, and not even refused.
        test.Receive(new Wire().Open(5, Wire.Post).Data(5, "x", Wire.EndStream).Bytes);
        Assert.Equal("", test.TakeFrames());
        foreach (int id in new[] { 1, 3 })
        {
            Assert.False(test.Session.IsDrained);
            Assert.True(test.Session.TryWriteHead(test.Handler.Streams[id], SessionPair.Response(), true));
        }

        Assert.True(test.Session.IsDrained);
        Assert.DoesNotContain("5", test.TakeEvents(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_step_need_not_wait_for_the_peer()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Session.BeginGoAway();
        test.Session.BeginGoAway();
        test.Session.FinishGoAway();
        test.Session.FinishGoAway();
        Assert.Equal("GOAWAY 2147483647 NO_ERROR\nPING\nGOAWAY 0 NO_ERROR", test.TakeFrames());
        Assert.True(test.Session.IsDrained);
    }

    [Fact]
    public void A_client_opens_no_stream_after_a_goaway_of_either_side()
    {
        SessionUnderTest test = SessionUnderTest.Client();
        Assert.True(test.Session.StreamsAvailable > 0);
        test.Receive(new Wire().GoAway(3).Bytes);
        Assert.Equal(0, test.Session.StreamsAvailable);
        Assert.False(test.Session.TryOpenStream(SessionPair.Request(), true, null, out _));

        SessionUnderTest other = SessionUnderTest.Client();
        other.Session.BeginGoAway();
        Assert.Equal("GOAWAY 0 NO_ERROR", other.TakeFrames());
        Assert.Equal(0, other.Session.StreamsAvailable);
        Assert.False(other.Session.IsDrained);
    }

    [Fact]
    public void The_peers_limit_of_streams_is_kept_to()
    {
        SessionUnderTest test = new(Http2Role.Client, new Http2Options { ConcurrentStreamsBeforeSettings = 7, ConcurrentStreamsMax = 50 });
        Assert.Equal(7, test.Session.StreamsAvailable);
        test.Receive(new Wire().Settings().Bytes);
        Assert.Equal(50, test.Session.StreamsAvailable);
        test.Receive(new Wire().Settings((3, 2)).Bytes);
        test.Request("GET", true);
        Assert.Equal(1, test.Session.StreamsAvailable);
        test.Request("GET", true);
        Assert.False(test.Session.TryOpenStream(SessionPair.Request(), true, null, out _));
        test.Receive(new Wire().Head(1, (":status", "200")).Bytes);
        Assert.Equal(1, test.Session.StreamsAvailable);
        test.Receive(new Wire().Settings((3, 0)).Bytes);
        Assert.Equal(0, test.Session.StreamsAvailable);
    }

    [Fact]
    public void A_closed_session_has_reset_its_streams_and_reads_nothing()
    {
        SessionUnderTest test = SessionUnderTest.Client();
        test.Session.Close(Http2ErrorCode.NoError);
        Assert.Equal("GOAWAY 0 NO_ERROR", test.TakeFrames());
        Assert.Equal(
            ["closed 1", "closed 3", "reset 1 NoError Connection", "reset 3 NoError Connection"], test.TakeEvents().Split('\n').Order());
        Assert.Equal(0, test.Session.StreamCount);
        Assert.Equal(5, test.Session.Receive(new byte[5]));
        Assert.False(test.Session.TryPing(1));
    }

    [Fact]
    public void An_owner_that_has_no_capacity_refuses_streams()
    {
        SessionUnderTest test = SessionUnderTest.Server();
        test.Handler.RefusesStreams = true;
        test.Receive(new Wire().Open(1, Wire.Post).Data(1, "x").Bytes);
        Assert.Equal("RST_STREAM 1 REFUSED_STREAM", test.TakeFrames());
        test.Handler.RefusesStreams = false;
        test.Receive(new Wire().Data(1, "y").Head(3, Wire.Get).Bytes);
        Assert.Equal("request 3 GET http://example.org/ end", test.TakeEvents());
    }

    [Fact]
    public void A_ping_comes_back()
    {
        SessionPair pair = new();
        Assert.True(pair.Client.TryPing(42));
        pair.Exchange();
        Assert.Equal("ping-ack 42", pair.ClientSide.Take());
    }

    [Fact]
    public void Writes_on_a_stream_that_was_reset_take_nothing()
    {
        SessionUnderTest test = SessionUnderTest.Client();
        Http2Stream stream = test.Handler.Streams[3];
        int taken = -1;
        test.Handler.WhenReset = _ =>
        {
            taken = test.Session.WriteData(stream, "x"u8, true);
            test.Session.Reset(stream, Http2ErrorCode.Cancel);
            test.Session.Consume(stream, 0);
        };
        test.Receive(new Wire().Reset(3).Bytes);
        Assert.Equal(0, taken);
        Assert.Equal("", test.TakeFrames());
        Assert.Equal("reset 3 Cancel Peer\nclosed 3", test.TakeEvents());
    }
}
