using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>One session against bytes that the test makes up.</summary>
internal sealed class SessionUnderTest
{
    private readonly FrameText _frames = new();
    private byte[] _rest = [];

    internal SessionUnderTest(Http2Role role, Http2Options? options = null, int outputBytes = 128 * 1024)
    {
        Output = new BufferOutput(outputBytes);
        Session = new Http2Session(role, options ?? Http2Options.Default, Handler, Output);
        Handler.Session = Session;
        Session.Start();
    }

    internal RecordingHandler Handler { get; } = new();

    internal BufferOutput Output { get; }

    internal Http2Session Session { get; }

    /// <summary>A server after both sides' SETTINGS and their acknowledgements.</summary>
    internal static SessionUnderTest Server(Http2Options? options = null, int outputBytes = 128 * 1024)
    {
        SessionUnderTest test = new(Http2Role.Server, options, outputBytes);
        test.Receive(new Wire().Preface().Settings().SettingsAck().Bytes);
        test.Forget();
        return test;
    }

    /// <summary>A client after both sides' SETTINGS, with a GET on stream 1 and a POST on stream 3 that is not complete.</summary>
    internal static SessionUnderTest Client(Http2Options? options = null, int outputBytes = 128 * 1024)
    {
        SessionUnderTest test = new(Http2Role.Client, options, outputBytes);
        test.Receive(new Wire().Settings().SettingsAck().Bytes);
        test.Request("GET", endsStream: true);
        test.Request("POST", endsStream: false);
        test.Forget();
        return test;
    }

    internal Http2Stream Request(string method, bool endsStream)
    {
        Assert.True(Session.TryOpenStream(SessionPair.Request(method), endsStream, null, out Http2Stream? stream));
        return Handler.Streams[stream.Id] = stream;
    }

    /// <summary>Gives bytes to the session, as a connection does that keeps what was not consumed.</summary>
    internal void Receive(ReadOnlySpan<byte> bytes)
    {
        byte[] input = [.. _rest, .. bytes];
        int consumed = Session.Receive(input);
        _rest = input[consumed..];
    }

    /// <summary>Gives bytes in pieces of random lengths.</summary>
    internal void Receive(ReadOnlySpan<byte> bytes, Random random, int pieceMax)
    {
        while (!bytes.IsEmpty)
        {
            int length = Math.Min(bytes.Length, random.Next(1, pieceMax + 1));
            Receive(bytes[..length]);
            bytes = bytes[length..];
        }
    }

    internal string TakeEvents() => Handler.Take();

    internal string TakeFrames()
    {
        // What a client writes first is no frame.
        byte[] written = Output.Take();
        ReadOnlySpan<byte> frames = written;
        if (frames.StartsWith(Http2Session.Preface))
            frames = frames[Http2Session.Preface.Length..];
        string text = _frames.Read(frames);
        Session.OnOutputRoom();
        return text;
    }

    internal void Forget()
    {
        TakeEvents();
        TakeFrames();
    }
}
