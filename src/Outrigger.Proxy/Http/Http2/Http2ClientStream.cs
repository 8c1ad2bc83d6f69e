using Outrigger.Http;
using Outrigger.Http.Http2;
using Outrigger.Net.Loops;
using Outrigger.Proxy.Workers;

namespace Outrigger.Proxy.Http.Http2;

/// <summary>
/// An endpoint's side of one exchange on an HTTP/2 connection, which it shares with others. Reused from
/// stream to stream.
/// </summary>
internal sealed class Http2ClientStream : ClientStream
{
    private readonly Worker _worker;
    private readonly Http2Channel _channel;
    private IResponseReceiver _exchange = null!;
    private bool _isUpgrade;
    private bool _hasHead;
    private bool _isAnswered;
    private bool _isUnopened;

    /// <summary>Makes a stream for any connection of a worker.</summary>
    /// <param name="worker">The worker.</param>
    public Http2ClientStream(Worker worker)
    {
        _worker = worker;
        _channel = new Http2Channel(worker.Loop, start: null);
    }

    /// <summary>The stream as the connection sees it.</summary>
    public Http2Channel Channel => _channel;

    /// <summary>The connection that has a place for it; null before one has.</summary>
    public Http2ClientConnection? Connection { get; private set; }

    /// <summary>Whether the place on the connection has not been taken yet.</summary>
    public bool IsReserved { get; private set; }

    /// <summary>Where the response's head goes.</summary>
    public ResponseHead Response => _exchange.Response;

    /// <inheritdoc/>
    public override BodySink Sink => _channel.Sink;

    /// <inheritdoc/>
    public override BodySource Content => _channel.Source;

    /// <inheritdoc/>
    public override bool CarriesTrailers => true;

    /// <inheritdoc/>
    public override long HeldBytes => _channel.Received.Count;

    /// <inheritdoc/>
    public override bool IsUnprocessed => _isUnopened || (!_isAnswered
        && (_channel.ResetSource == Http2ResetSource.GoAway
            || _channel is { ResetSource: Http2ResetSource.Peer, ResetCode: Http2ErrorCode.RefusedStream }));

    /// <inheritdoc/>
    public override bool IsStale => !_isAnswered && _channel.ResetSource == Http2ResetSource.Connection
        && Connection is { RequestsCount: > 1 };

    /// <summary>Prepares for a request.</summary>
    /// <param name="exchange">The exchange.</param>
    public void Begin(IResponseReceiver exchange)
    {
        _exchange = exchange;
        _channel.Begin(exchange.Clock);
        Connection = null;
        IsReserved = false;
        _isUpgrade = _hasHead = _isAnswered = _isUnopened = false;
    }

    /// <summary>A connection has a place for the stream.</summary>
    /// <param name="connection">The connection.</param>
    public void Assign(Http2ClientConnection connection)
    {
        Connection = connection;
        IsReserved = true;
        _channel.Attach(connection.Transport);
    }

    /// <summary>The final response's head has come.</summary>
    /// <param name="endsStream">Whether nothing follows.</param>
    public void OnHead(bool endsStream)
    {
        _hasHead = true;
        _channel.OnHead(endsStream, starts: false);
    }

    /// <summary>An interim response has come. Its head is used again for the next, so it goes on at once.</summary>
    public void OnInterimResponse() => _exchange.OnInterimResponse();

    /// <inheritdoc/>
    public override HeadWrite TryWriteHead(RequestHead head, bool hasContent)
    {
        var session = Connection!.Transport.Session;
        if (_channel.IsReset || session.StreamsAvailable == 0)
        {
            // The connection has ended, or its peer takes fewer streams, since there was a place.
            _isUnopened = true;
            return HeadWrite.Failed;
        }

        _isUpgrade = head.IsUpgrade;
        var isTunnel = _isUpgrade || head.MethodKind == RequestMethod.Connect;
        if (_isUpgrade && !(session.PeerEnablesConnectProtocol && ToExtendedConnect(head)))
            return HeadWrite.Failed;
        var isOpen = session.TryOpenStream(head, endsStream: !hasContent && !isTunnel, this, out var stream);
        if (_isUpgrade)
            ToUpgrade(head);
        if (!isOpen)
        {
            Connection.WaitForRoom(this);
            return HeadWrite.Blocked;
        }

        IsReserved = false;
        Connection.OnStreamOpened();
        _channel.OnOpened(stream!);
        if (!hasContent && !isTunnel)
            _channel.Sink.OnEndedByHead();
        return HeadWrite.Done;
    }

    /// <inheritdoc/>
    public override HeadStatus TryReceiveHead(RequestHead request, IResponseReceiver receiver)
    {
        if (_hasHead)
        {
            _hasHead = false;
            _isAnswered = true;
            var head = receiver.Response;
            // RFC 8441 section 5: an ordinary success here is what HTTP/1.1 says with 101.
            if (_isUpgrade && head.Status is >= 200 and < 300)
            {
                head.Status = 101;
                head.TrySetUpgrade(request.Upgrade);
            }

            return HeadStatus.Complete;
        }

        if (_channel.IsReset)
        {
            return _channel.ResetSource == Http2ResetSource.Violation
                ? HeadStatus.Malformed
                : HeadStatus.Ended;
        }

        _channel.Read.IsReady = false;
        return HeadStatus.Empty;
    }

    /// <inheritdoc/>
    public override ReadinessAwaitable ReadableAsync(long deadlineMs) => _channel.Read.WaitAsync(deadlineMs);

    /// <inheritdoc/>
    public override void CancelReadable() => _channel.Read.Interrupt(WaitResult.Cancelled);

    /// <inheritdoc/>
    public override void BeginContent(ResponseHead head)
    {
        // What comes is content already.
    }

    /// <inheritdoc/>
    public override void BeginTunnel()
    {
        // The bytes of a tunnel come as content does.
    }

    /// <inheritdoc/>
    public override void Cancel() => _channel.Reset(Http2ErrorCode.Cancel);

    /// <inheritdoc/>
    public override void Release()
    {
        _channel.End(Http2ErrorCode.Cancel);
        if (Connection is { } connection)
        {
            Connection = null;
            connection.OnStreamReleased(IsReserved);
        }

        if (!_channel.IsMarked)
            _worker.Http2ClientStreams.Return(this);
    }

    private static bool ToExtendedConnect(RequestHead head) =>
        head.TrySetProtocol(head.Upgrade) && head.TrySetMethod("CONNECT"u8);

    private static void ToUpgrade(RequestHead head)
    {
        head.TrySetProtocol(default);
        head.TrySetMethod("GET"u8);
    }
}
