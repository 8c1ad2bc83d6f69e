namespace Outrigger.Http.Tests.Http2;

/// <summary>What must come of what a peer sends.</summary>
internal abstract record Outcome
{
    /// <summary>The connection ends with GOAWAY and this code.</summary>
    internal static Outcome ConnectionError(string code) => new ConnectionErrorOutcome(code);

    /// <summary>The stream is reset with this code, and the connection goes on.</summary>
    internal static Outcome StreamError(int id, string code) => new StreamErrorOutcome(id, code);

    /// <summary>The owner hears just this, and the connection goes on.</summary>
    internal static Outcome Hears(string events) => new HearsOutcome(events);

    /// <summary>Just these frames are sent, and the connection goes on.</summary>
    internal static Outcome Sends(string frames) => new SendsOutcome(frames);

    /// <summary>The session is as the outcome says.</summary>
    internal abstract void Check(SessionUnderTest test, string events, string frames);

    private static void CheckGoesOn(SessionUnderTest test)
    {
        Assert.False(test.Session.IsClosed);
        test.Receive(new Wire().Ping().Bytes);
        Assert.Equal("PING ack", test.TakeFrames());
    }

    private sealed record ConnectionErrorOutcome(string Code) : Outcome
    {
        internal override void Check(SessionUnderTest test, string events, string frames)
        {
            string last = frames.Split('\n')[^1];
            Assert.StartsWith("GOAWAY ", last, StringComparison.Ordinal);
            Assert.EndsWith(" " + Code, last, StringComparison.Ordinal);
            Assert.Contains("failure ", events, StringComparison.Ordinal);
            Assert.True(test.Session.IsClosed);
            Assert.Equal(0, test.Session.StreamCount);
        }
    }

    private sealed record StreamErrorOutcome(int Id, string Code) : Outcome
    {
        internal override void Check(SessionUnderTest test, string events, string frames)
        {
            string[] resets = [.. frames.Split('\n').Where(line => line.StartsWith("RST_STREAM ", StringComparison.Ordinal))];
            Assert.Equal([$"RST_STREAM {Id} {Code}"], resets);
            CheckGoesOn(test);
        }
    }

    private sealed record HearsOutcome(string Events) : Outcome
    {
        internal override void Check(SessionUnderTest test, string events, string frames)
        {
            Assert.Equal(Events, events);
            CheckGoesOn(test);
        }
    }

    private sealed record SendsOutcome(string Frames) : Outcome
    {
        internal override void Check(SessionUnderTest test, string events, string frames)
        {
            Assert.Equal(Frames, frames);
            CheckGoesOn(test);
        }
    }
}
