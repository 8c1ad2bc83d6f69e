using Outrigger.Http;
using Outrigger.Http.Http2;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Workers;

namespace Outrigger.Proxy.Http.Http2;

/// <summary>
/// The client's side of one exchange on an HTTP/2 connection. Reused from stream to stream.
/// </summary>
internal sealed class Http2ServerStream : ServerStream
{
    private readonly Worker _worker;
    private readonly Http2Channel _channel;
    private ResponseHead? _continue;
    private Http2ServerConnection _connection = null!;
    private int _refusal;
    private bool _isUpgrade;

    /// <summary>Makes a stream, and the exchange that serves it.</summary>
    /// <param name="worker">The worker.</param>
    public Http2ServerStream(Worker worker)
    {
        _worker = worker;
        Exchange = new HttpExchange(worker);
        _channel = new Http2Channel(worker.Loop, Start);
    }

    /// <summary>What serves it.</summary>
    public HttpExchange Exchange { get; }

    /// <summary>The stream as the connection sees it.</summary>
    public Http2Channel Channel => _channel;

    /// <summary>Whether the request's head has come, so that an exchange begins, or has begun.</summary>
    public bool HasHead { get; private set; }

    /// <summary>Whether the exchange has begun.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Whether the exchange failed by our fault: something of it may still be under way.</summary>
    public bool HasFailed { get; private set; }

    /// <inheritdoc/>
    public override ServerConnection Connection => _connection;

    /// <inheritdoc/>
    public override BodySource Content => _channel.Source;

    /// <inheritdoc/>
    public override BodySink Sink => _channel.Sink;

    /// <inheritdoc/>
    public override bool CarriesTrailers => true;

    /// <inheritdoc/>
    public override LocalReply Refusal => LocalReply.Refused(_refusal);

    /// <summary>Prepares for a stream that the client opens.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="stream">The stream.</param>
    public void Begin(Http2ServerConnection connection, Http2Stream stream)
    {
        _connection = connection;
        _refusal = 0;
        _isUpgrade = false;
        IsStarted = false;
        HasHead = false;
        _channel.Begin(Exchange.Clock);
        _channel.Attach(connection.Transport);
        _channel.OnOpened(stream);
    }

    /// <summary>The head has come: an exchange begins.</summary>
    /// <param name="endsStream">Whether nothing follows.</param>
    public void OnHead(bool endsStream)
    {
        HasHead = true;
        _channel.OnHead(endsStream, starts: true);
    }

    /// <summary>The head is one that is not accepted.</summary>
    /// <param name="status">What the client is to be told.</param>
    public void OnRefused(int status)
    {
        _refusal = status;
        OnHead(endsStream: true);
    }

    /// <summary>The client, or the connection, has broken the stream off.</summary>
    /// <param name="code">Why.</param>
    /// <param name="source">Who.</param>
    public void OnReset(Http2ErrorCode code, Http2ResetSource source)
    {
        _channel.OnReset(code, source);
        if (IsStarted)
            Exchange.Abort();
    }

    /// <inheritdoc/>
    public override LoopTask<HeadOutcome> ReceiveHeadAsync(RequestHead head, long deadlineMs)
    {
        if (_refusal != 0)
            return new(HeadOutcome.Refused);
        if (_channel.IsReset)
            return new(HeadOutcome.Closed);
        if (!head.Protocol.IsEmpty)
            _isUpgrade = ToUpgrade(head);
        return new(HeadOutcome.Complete);
    }

    /// <inheritdoc/>
    public override void BeginContent(RequestHead head)
    {
        // What comes is content already.
    }

    /// <inheritdoc/>
    public override void BeginTunnel()
    {
        // The bytes of a tunnel come as content does.
    }

    /// <inheritdoc/>
    public override bool TryWriteContinue()
    {
        _continue ??= new ResponseHead { Status = 100 };
        return TryWrite(_continue, endsStream: false) == HeadWrite.Done;
    }

    /// <inheritdoc/>
    public override HeadWrite TryWriteInterim(ResponseHead head) => TryWrite(head, endsStream: false);

    /// <inheritdoc/>
    public override HeadWrite TryWriteHead(
        RequestHead request, ResponseHead head, bool hasContent, bool closes)
    {
        // RFC 8441 section 5: what HTTP/1.1 says with 101 is an ordinary success here.
        var isSwitching = _isUpgrade && head.Status == 101;
        if (isSwitching)
            head.Status = 200;
        var write = TryWrite(head, endsStream: !hasContent);
        if (isSwitching)
            head.Status = 101;
        if (write == HeadWrite.Done && !hasContent)
            _channel.Sink.OnEndedByHead();
        return write;
    }

    /// <summary>Makes the request an upgrade as HTTP/1.1 knows it, which is what all else understands.</summary>
    private static bool ToUpgrade(RequestHead head) =>
        head.TrySetUpgrade(head.Protocol) && head.TrySetMethod("GET"u8) && head.TrySetProtocol(default);

    private HeadWrite TryWrite(ResponseHead head, bool endsStream)
    {
        if (_channel.IsReset || _channel.Stream is not { } stream)
            return HeadWrite.Failed;
        if (_channel.Transport.Session.TryWriteHead(stream, head, endsStream))
            return HeadWrite.Done;
        _channel.Sink.Block();
        return HeadWrite.Blocked;
    }

    private void Start()
    {
        if (_channel.IsReset)
        {
            _connection.OnExchangeEnded(this, StreamEnd.Gone);
            return;
        }

        IsStarted = true;
        RunAsync().Detach(_worker.ReportFault);
    }

    private async LoopTask RunAsync()
    {
        var end = StreamEnd.BrokenOff;
        var isWell = false;
        try
        {
            end = await Exchange.ServeAsync(this);
            Exchange.Finish();
            isWell = true;
        }
        finally
        {
            // An exchange that failed by our fault: what it holds ends with it, and it is not used again.
            HasFailed = !isWell;
            if (HasFailed)
                Exchange.Abandon();
            _connection.OnExchangeEnded(this, end);
        }
    }
}
