using Outrigger.Http;
using Outrigger.Http.Http2;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http.Http2;

/// <summary>
/// A client's HTTP/2 connection: many exchanges at once. It reads, hands what came to the streams, and sees
/// to the end of the connection: idleness, time limits, graceful shutdown in two steps (RFC 9113 section
/// 6.8), the client's and our own errors.
/// </summary>
internal sealed class Http2ServerConnection : ServerConnection, IHttp2Handler
{
    private readonly EventLoop _loop;
    private readonly ReadinessSignal _exchangesEnded;
    private readonly Http2KeepAlive? _keepAlive;
    private int _exchangesCount;
    private long _idleSinceMs;
    private long _drainEndMs = long.MaxValue;
    private long? _partialHeadSinceMs;

    /// <summary>Prepares to serve a connection.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="model">How HTTP is served on it.</param>
    /// <param name="counts">Counts the connection.</param>
    public Http2ServerConnection(
        DownstreamConnection client, HttpConnectionManagerModel model, ConnectionCounts counts)
        : base(client, model, counts)
    {
        _loop = client.Socket.Loop;
        _idleSinceMs = _loop.NowMs;
        _exchangesEnded = new ReadinessSignal(_loop);
        Transport = new Http2Transport(client.Socket, client.Input, Http2Role.Server, model.Http2.Session, this);
        _keepAlive = Http2KeepAlive.Create(model.Http2, Transport);
    }

    /// <summary>Its bytes, and its session.</summary>
    public Http2Transport Transport { get; }

    /// <inheritdoc/>
    public override long HeldBytes => Transport.HeldBytes;

    /// <inheritdoc/>
    long IHttp2Handler.NowMs => _loop.NowMs;

    private Http2Session Session => Transport.Session;

    private StatBlock<Http2CodecStat> CodecStats => Model.Codecs.Http2.ForWorker(Client.Worker.Index);

    /// <inheritdoc/>
    public override async LoopTask RunAsync()
    {
        Stats.Increment(HttpStat.DownstreamCxHttp2Total);
        Stats.Increment(HttpStat.DownstreamCxHttp2Active);
        try
        {
            Session.Start();
            _keepAlive?.Start();
            Client.IsIdle = true;
            Transport.TakeIn();
            NotePartialHead();
            await ReceiveAsync();
            var isFailed = Session.IsClosed;
            Transport.CloseSession(Http2ErrorCode.NoError);
            await Transport.DrainAsync(Model.Timeouts.DelayedCloseMs);
            if (isFailed)
                await LingerAsync();
        }
        finally
        {
            _keepAlive?.Stop();
            Transport.CloseSession(Http2ErrorCode.InternalError);
            Client.Socket.Close();
            _exchangesEnded.IsReady = _exchangesCount == 0;
            await _exchangesEnded.WaitAsync(long.MaxValue);
            Transport.Release();
            Stats.Decrement(HttpStat.DownstreamCxHttp2Active);
        }
    }

    /// <inheritdoc/>
    public override void BeginDrain(bool closesIdle)
    {
        if (Session.IsClosed)
            return;
        Session.BeginGoAway();
        // Who has nothing under way is gone before the client has answered.
        if (closesIdle && _exchangesCount == 0)
            Session.FinishGoAway();
        _drainEndMs = Math.Min(_drainEndMs, _loop.NowMs + Model.Timeouts.DrainMs);
        Client.Socket.CancelReadable();
    }

    /// <inheritdoc/>
    public override void Abort() => Transport.CloseSession(Http2ErrorCode.NoError);

    /// <inheritdoc/>
    public override void OnUnawaitedEvent(StreamConnection connection, bool isHangup)
    {
        // It is always read, but while it is closing; then nothing that comes matters.
    }

    /// <inheritdoc/>
    public override void CountRequest()
    {
        base.CountRequest();
        Stats.Increment(HttpStat.DownstreamRqHttp2Total);
        if (IsClosing && !Session.IsDraining)
            BeginDrain(closesIdle: false);
    }

    /// <inheritdoc/>
    public override void CountUnderscores(bool isRejected) => CodecStats.Increment(isRejected
        ? Http2CodecStat.RequestsRejectedWithUnderscoresInHeaders
        : Http2CodecStat.DroppedHeadersWithUnderscores);

    /// <summary>An exchange has ended, or its stream ended before it began.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="end">How it left the client.</param>
    public void OnExchangeEnded(Http2ServerStream stream, StreamEnd end)
    {
        stream.Channel.End(end switch
        {
            StreamEnd.Complete or StreamEnd.Unread => Http2ErrorCode.NoError,
            StreamEnd.BrokenOff => Http2ErrorCode.InternalError,
            _ => Http2ErrorCode.Cancel,
        });
        if (!stream.Channel.IsMarked && !stream.HasFailed)
            Client.Worker.Http2Streams.Return(stream);
        _exchangesCount--;
        if (_exchangesCount > 0)
            return;
        Client.IsIdle = true;
        _idleSinceMs = _loop.NowMs;
        if (Session.IsClosed)
            _exchangesEnded.SetReady();
        else if (Session.IsDraining)
            Client.Socket.CancelReadable();
    }

    /// <inheritdoc/>
    RequestHead? IHttp2Handler.OnStreamOpened(Http2Stream stream)
    {
        var server = Client.Worker.Http2Streams.Rent();
        server.Begin(this, stream);
        stream.Owner = server;
        _exchangesCount++;
        Client.IsIdle = false;
        return server.Exchange.Request;
    }

    /// <inheritdoc/>
    void IHttp2Handler.OnRequestHead(Http2Stream stream, bool endsStream) =>
        ((Http2ServerStream)stream.Owner!).OnHead(endsStream);

    /// <inheritdoc/>
    void IHttp2Handler.OnRequestRefused(Http2Stream stream, int status) =>
        ((Http2ServerStream)stream.Owner!).OnRefused(status);

    /// <inheritdoc/>
    void IHttp2Handler.OnData(Http2Stream stream, ReadOnlySpan<byte> payload, bool endsStream) =>
        ChannelOf(stream).OnData(payload, endsStream);

    /// <inheritdoc/>
    HeaderMap IHttp2Handler.TrailersOf(Http2Stream stream) => ChannelOf(stream).MakeTrailers();

    /// <inheritdoc/>
    void IHttp2Handler.OnTrailers(Http2Stream stream) => ChannelOf(stream).OnTrailers();

    /// <inheritdoc/>
    void IHttp2Handler.OnReset(Http2Stream stream, Http2ErrorCode code, Http2ResetSource source)
    {
        if (source == Http2ResetSource.Peer)
        {
            Stats.Increment(HttpStat.DownstreamRqRxReset);
            CodecStats.Increment(Http2CodecStat.RxReset);
        }
        else if (source == Http2ResetSource.Violation)
            Stats.Increment(HttpStat.DownstreamCxProtocolError);
        ((Http2ServerStream)stream.Owner!).OnReset(code, source);
    }

    /// <inheritdoc/>
    void IHttp2Handler.OnWritable(Http2Stream stream) => ChannelOf(stream).OnWritable();

    /// <inheritdoc/>
    void IHttp2Handler.OnStreamClosed(Http2Stream stream)
    {
        var server = (Http2ServerStream)stream.Owner!;
        server.Channel.OnClosed();
        // A head that was malformed began no exchange.
        if (!server.HasHead)
            OnExchangeEnded(server, StreamEnd.Gone);
    }

    /// <inheritdoc/>
    void IHttp2Handler.OnSettings()
    {
        // What they change, the session follows.
    }

    /// <inheritdoc/>
    void IHttp2Handler.OnPingAck(ulong payload) => _keepAlive?.OnAnswered();

    /// <inheritdoc/>
    void IHttp2Handler.OnGoAway(int lastStreamId, Http2ErrorCode code)
    {
        // We open no streams towards a client.
    }

    /// <inheritdoc/>
    void IHttp2Handler.OnFailure(Http2ErrorCode code, string reason)
    {
        Stats.Increment(HttpStat.DownstreamCxProtocolError);
        if (Session.Violation == Http2Violation.PrematureResets)
            Stats.Increment(HttpStat.DownstreamRqTooManyPrematureResets);
        else
            CodecStats.Increment(StatOf(Session.Violation));
    }

    /// <inheritdoc/>
    ResponseHead IHttp2Handler.ResponseHeadOf(Http2Stream stream) => throw new InvalidOperationException();

    /// <inheritdoc/>
    void IHttp2Handler.OnInterimResponse(Http2Stream stream) => throw new InvalidOperationException();

    /// <inheritdoc/>
    void IHttp2Handler.OnResponseHead(Http2Stream stream, bool endsStream) =>
        throw new InvalidOperationException();

    private static Http2CodecStat StatOf(Http2Violation violation) => violation switch
    {
        Http2Violation.OutboundControlFlood => Http2CodecStat.OutboundControlFlood,
        Http2Violation.InboundEmptyFramesFlood => Http2CodecStat.InboundEmptyFramesFlood,
        Http2Violation.InboundPriorityFramesFlood => Http2CodecStat.InboundPriorityFramesFlood,
        Http2Violation.InboundWindowUpdateFramesFlood => Http2CodecStat.InboundWindowUpdateFramesFlood,
        Http2Violation.HeaderOverflow => Http2CodecStat.HeaderOverflow,
        _ => Http2CodecStat.RxMessagingError,
    };

    private static Http2Channel ChannelOf(Http2Stream stream) => ((Http2ServerStream)stream.Owner!).Channel;

    /// <summary>Reads until the connection has ended, failed, or served its time.</summary>
    private async LoopTask ReceiveAsync()
    {
        while (!Session.IsClosed && !Session.IsDrained)
        {
            if (!Client.Socket.IsReadable)
            {
                CountBytes();
                var wait = await Client.Socket.ReadableAsync(DeadlineMs());
                if (wait == WaitResult.Closed || (wait == WaitResult.TimedOut && !GoesOnAfterTimeout()))
                    return;
                // Somebody wants idle connections to end, without having said so to the client.
                if (wait == WaitResult.Cancelled && _exchangesCount == 0 && !Session.IsDraining)
                    return;
                if (wait != WaitResult.Ready)
                    continue;
            }

            if (Transport.Receive() is IoStatus.EndOfStream or IoStatus.Failed)
                return;
            NotePartialHead();
        }
    }

    /// <summary>
    /// Notes since when a head is incomplete: one of several frames, or a frame that has not come whole. Only
    /// the start of a frame is ever left over, so each that is taken in starts the time anew.
    /// </summary>
    private void NotePartialHead()
    {
        if (Session.IsReceivingFieldBlock)
            _partialHeadSinceMs ??= _loop.NowMs;
        else
            _partialHeadSinceMs = Client.Input.IsEmpty ? null : _loop.NowMs;
    }

    private long HeadEndMs => Model.Timeouts.RequestHeadersMs is > 0 and var timeoutMs
        && _partialHeadSinceMs is { } sinceMs
        ? sinceMs + timeoutMs
        : long.MaxValue;

    private long DeadlineMs()
    {
        var deadlineMs = Math.Min(HeadEndMs, Session.IsDraining ? _drainEndMs : DurationEndMs);
        var idleMs = Model.Timeouts.ConnectionIdleMs;
        if (idleMs == 0)
            return deadlineMs;
        var idleEndMs = (_exchangesCount == 0 ? _idleSinceMs : _loop.NowMs) + idleMs;
        return Math.Min(deadlineMs, idleEndMs);
    }

    /// <summary>What the passing of time means; whether the connection goes on.</summary>
    private bool GoesOnAfterTimeout()
    {
        var nowMs = _loop.NowMs;
        if (nowMs >= HeadEndMs)
        {
            Stats.Increment(HttpStat.DownstreamRqHeaderTimeout);
            return false;
        }

        var idleMs = Model.Timeouts.ConnectionIdleMs;
        if (_exchangesCount == 0 && idleMs > 0 && nowMs >= _idleSinceMs + idleMs)
        {
            Stats.Increment(HttpStat.DownstreamCxIdleTimeout);
            return false;
        }

        if (Session.IsDraining && nowMs >= _drainEndMs)
        {
            _drainEndMs = long.MaxValue;
            Session.FinishGoAway();
        }
        else if (!Session.IsDraining && nowMs >= DurationEndMs)
        {
            Stats.Increment(HttpStat.DownstreamCxMaxDurationReached);
            BeginDrain(closesIdle: true);
        }

        return true;
    }
}
