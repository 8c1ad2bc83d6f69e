using System.Globalization;
using Outrigger.Http.Http2;
using Outrigger.Http.Tests.Http2;

namespace Outrigger.Fuzz.Http2;

/// <summary>One session that is fed an input, and what must hold of it meanwhile and at the end.</summary>
internal sealed class Http2Run
{
    private const int FrameHeaderBytes = 9;

    private readonly BufferOutput _output;
    private byte[] _rest = [];

    public Http2Run(Http2Role role, Http2Options options, int outputBytes)
    {
        _output = new BufferOutput(outputBytes);
        Session = new Http2Session(role, options, Handler, _output);
        Handler.Session = Session;
        Session.Start();
    }

    public Http2Session Session { get; }

    public RecordingHandler Handler { get; } = new();

    /// <summary>What happened, and how it ended.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"{Handler.Take()}\nclosed {Session.IsClosed} streams {Session.StreamCount} window {Session.SendWindow} rest {_rest.Length}");

    /// <summary>Feeds all bytes in pieces.</summary>
    /// <param name="bytes">What the peer sends.</param>
    /// <param name="pieceLength">The length of a piece.</param>
    /// <param name="flushes">Whether the output is flushed after every piece.</param>
    public void Feed(ReadOnlySpan<byte> bytes, int pieceLength, bool flushes)
    {
        for (int at = 0; at < bytes.Length; at += pieceLength)
        {
            _rest = [.. _rest, .. bytes.Slice(at, Math.Min(pieceLength, bytes.Length - at))];
            int consumed = Session.Receive(_rest);
            Invariant.Holds(consumed >= 0 && consumed <= _rest.Length);
            _rest = _rest[consumed..];
            // What is left is the start of one frame.
            Invariant.Holds(_rest.Length < FrameHeaderBytes + Http2Options.FrameBytesMaxInitial);
            Invariant.Holds(!Session.IsClosed || _rest.Length == 0);
            if (!flushes)
                continue;
            CheckFrames(_output.Take());
            Session.OnOutputRoom();
        }

        CheckFrames(_output.Take());
        Invariant.Holds(Session.Receive(_rest) == (Session.IsClosed ? _rest.Length : 0));
    }

    /// <summary>Ends the connection; every stream that was opened must have been closed once by then.</summary>
    public void Finish(IEnumerable<int> openedStreams)
    {
        Session.Close(Http2ErrorCode.NoError);
        CheckFrames(_output.Take());
        Invariant.Holds(Session.StreamCount == 0);
        int[] closed = [.. Handler.Events
            .Where(text => text.StartsWith("closed ", StringComparison.Ordinal))
            .Select(text => int.Parse(text.AsSpan(7), CultureInfo.InvariantCulture))];
        Invariant.Holds(closed.Order().SequenceEqual(openedStreams.Order()));
    }

    // What goes out is whole frames of known types, none longer than every peer accepts.
    private void CheckFrames(ReadOnlySpan<byte> written)
    {
        if (Session.Role == Http2Role.Client && written.StartsWith(Http2Session.Preface))
            written = written[Http2Session.Preface.Length..];
        while (!written.IsEmpty)
        {
            Invariant.Holds(written.Length >= FrameHeaderBytes);
            int length = (written[0] << 16) | (written[1] << 8) | written[2];
            Invariant.Holds(length <= Http2Options.FrameBytesMaxInitial && written.Length >= FrameHeaderBytes + length);
            Invariant.Holds(written[3] <= 9);
            written = written[(FrameHeaderBytes + length)..];
        }
    }
}
