using Outrigger.Http;
using Outrigger.Http.Http2;
using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;

namespace Outrigger.Proxy.Http.Http2;

/// <summary>
/// One stream of an HTTP/2 connection between the session's events and the exchange that awaits them: what
/// has come and was not consumed, and who waits for what. Reused from stream to stream.
/// </summary>
internal sealed class Http2Channel
{
    private readonly Action? _start;
    private bool _isStarting;

    /// <summary>Makes a channel for any connection of a worker.</summary>
    /// <param name="loop">The worker's loop.</param>
    /// <param name="start">Begins to serve a stream that a client has opened; null for our own.</param>
    public Http2Channel(EventLoop loop, Action? start)
    {
        _start = start;
        Received = loop.CreateBlockQueue();
        Read = new ReadinessSignal(loop);
        Write = new ReadinessSignal(loop);
        Source = new Http2BodySource(this);
        Sink = new Http2BodySink(this);
    }

    /// <summary>The exchange's time limits.</summary>
    public ExchangeClock Clock { get; private set; } = null!;

    /// <summary>The connection; of use while the stream is.</summary>
    public Http2Transport Transport { get; private set; } = null!;

    /// <summary>The stream; null before it was opened, and when the session has let go of it.</summary>
    public Http2Stream? Stream { get; private set; }

    /// <summary>Content that was received and not consumed.</summary>
    public BlockQueue Received { get; }

    /// <summary>Ready when something was received.</summary>
    public ReadinessSignal Read { get; }

    /// <summary>Ready when something may be sent.</summary>
    public ReadinessSignal Write { get; }

    /// <summary>The content that comes in.</summary>
    public Http2BodySource Source { get; }

    /// <summary>Where content goes out.</summary>
    public Http2BodySink Sink { get; }

    /// <summary>What came behind the content; null for nothing.</summary>
    public HeaderMap? Trailers { get; private set; }

    /// <summary>Whether all that the peer sends has come.</summary>
    public bool IsRemoteEnded { get; private set; }

    /// <summary>Whether the stream was broken off, by either side.</summary>
    public bool IsReset { get; private set; }

    /// <summary>Why the peer, or the connection, broke the stream off.</summary>
    public Http2ErrorCode ResetCode { get; private set; }

    /// <summary>Who broke the stream off; null when nobody but us did.</summary>
    public Http2ResetSource? ResetSource { get; private set; }

    /// <summary>Whether it is to be resumed; the transport's.</summary>
    public bool IsMarked { get; set; }

    /// <summary>The next to be resumed; the transport's.</summary>
    public Http2Channel? NextReady { get; set; }

    /// <summary>Prepares for a stream.</summary>
    /// <param name="clock">The exchange's time limits.</param>
    public void Begin(ExchangeClock clock)
    {
        Clock = clock;
        Stream = null;
        Read.Reset();
        Write.Reset();
        Sink.Begin();
        Trailers?.Clear();
        _isStarting = false;
        IsRemoteEnded = false;
        IsReset = false;
        ResetCode = Http2ErrorCode.NoError;
        ResetSource = null;
    }

    /// <summary>A connection is to carry the stream.</summary>
    /// <param name="transport">The connection.</param>
    public void Attach(Http2Transport transport) => Transport = transport;

    /// <summary>The session has opened the stream.</summary>
    /// <param name="stream">The stream.</param>
    public void OnOpened(Http2Stream stream) => Stream = stream;

    /// <summary>A head has come: whoever waits for it resumes, or the exchange begins.</summary>
    /// <param name="endsStream">Whether nothing follows.</param>
    /// <param name="starts">Whether an exchange begins with it.</param>
    public void OnHead(bool endsStream, bool starts)
    {
        _isStarting = starts;
        IsRemoteEnded |= endsStream;
        MarkReadable();
    }

    /// <summary>Content has come.</summary>
    /// <param name="payload">The content.</param>
    /// <param name="endsStream">Whether nothing follows.</param>
    public void OnData(ReadOnlySpan<byte> payload, bool endsStream)
    {
        Received.Append(payload);
        Transport.ReceivedBytes += payload.Length;
        IsRemoteEnded |= endsStream;
        MarkReadable();
    }

    /// <summary>Where trailers go that are coming in.</summary>
    public HeaderMap MakeTrailers() => Trailers ??= new HeaderMap();

    /// <summary>Trailers have come, and with them the end.</summary>
    public void OnTrailers()
    {
        IsRemoteEnded = true;
        MarkReadable();
    }

    /// <summary>The peer, or the connection, has broken the stream off.</summary>
    /// <param name="code">Why.</param>
    /// <param name="source">Who.</param>
    public void OnReset(Http2ErrorCode code, Http2ResetSource source)
    {
        IsReset = true;
        ResetCode = code;
        ResetSource = source;
        Write.IsReady = true;
        MarkReadable();
    }

    /// <summary>There is room again, in a window or in the output.</summary>
    public void OnWritable()
    {
        Write.IsReady = true;
        Transport.MarkReady(this);
    }

    /// <summary>The session has closed the stream, which lives on only for what was not consumed.</summary>
    public void OnClosed()
    {
        if (Stream is { } stream && (IsReset || stream.UnconsumedBytes == 0))
            Stream = null;
    }

    /// <summary>Lets the exchange go on with what came.</summary>
    public void Resume()
    {
        if (_isStarting)
        {
            _isStarting = false;
            _start!();
            return;
        }

        if (Read is { IsReady: true, HasWaiter: true })
            Read.SetReady();
        if (Write is { IsReady: true, HasWaiter: true })
            Write.SetReady();
    }

    /// <summary>Takes content off what was received, and gives its room back to the peer.</summary>
    /// <param name="count">How many bytes.</param>
    public void Consume(int count)
    {
        Received.Consume(count);
        Transport.ReceivedBytes -= count;
        if (Stream is not { } stream)
            return;
        var isLast = stream.IsClosed && stream.UnconsumedBytes == count;
        if (isLast)
            Stream = null;
        Transport.Session.Consume(stream, count);
    }

    /// <summary>Breaks the stream off; whoever waits on it resumes.</summary>
    /// <param name="code">Why.</param>
    public void Reset(Http2ErrorCode code)
    {
        IsReset = true;
        if (Stream is { IsClosed: false } stream)
        {
            Transport.Session.Reset(stream, code);
            Stream = null;
        }

        Read.Close();
        Write.Close();
    }

    /// <summary>Ends the use of the stream: what was not consumed is dropped.</summary>
    /// <param name="code">What the peer is told if it has not ended its side.</param>
    public void End(Http2ErrorCode code)
    {
        if (Stream is { IsClosed: false } stream)
        {
            IsReset = true;
            Transport.Session.Reset(stream, code);
            Stream = null;
        }

        while (!Received.IsEmpty)
            Consume(Received.First.Length);
        Stream = null;
    }

    private void MarkReadable()
    {
        Read.IsReady = true;
        Transport.MarkReady(this);
    }
}
