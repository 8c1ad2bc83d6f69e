using Outrigger.Http;
using Outrigger.Http.Http2;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Upstream;

namespace Outrigger.Proxy.Http.Http2;

/// <summary>
/// An HTTP/2 connection to an endpoint, shared by many exchanges. It ends when it has been idle for long, when
/// its time or its requests are used up, or when its peer says so; those that are under way then go on.
/// </summary>
internal sealed class Http2ClientConnection : IHttp2Handler
{
    private readonly UpstreamConnection _connection;
    private readonly Http2Pool _pool;
    private readonly EventLoop _loop;
    private readonly Http2KeepAlive? _keepAlive;
    private readonly ReadinessSignal _streamsEnded;
    private readonly List<Http2ClientStream> _waitingForRoom = [];
    private readonly long _connectedMs;
    private int _streamsCount;
    private int _reservedCount;
    private long _idleSinceMs;
    private bool _isUsedUp;

    /// <summary>Takes over a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="pool">The pool that it serves.</param>
    public Http2ClientConnection(UpstreamConnection connection, Http2Pool pool)
    {
        _connection = connection;
        _pool = pool;
        _loop = connection.Socket.Loop;
        _connectedMs = _idleSinceMs = _loop.NowMs;
        _streamsEnded = new ReadinessSignal(_loop);
        var settings = connection.Options.Http2;
        Transport = new Http2Transport(
            connection.Socket, connection.Input, Http2Role.Client, settings.Session, this);
        _keepAlive = Http2KeepAlive.Create(settings, Transport);
    }

    /// <summary>Its bytes, and its session.</summary>
    public Http2Transport Transport { get; }

    /// <summary>Whether the endpoint has answered.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Requests that it has carried.</summary>
    public int RequestsCount => _connection.RequestsCount;

    /// <summary>How many more streams it can carry now.</summary>
    public int Available =>
        Session.HasPeerSettings && !HasReachedLimit ? Session.StreamsAvailable - _reservedCount : 0;

    /// <inheritdoc/>
    long IHttp2Handler.NowMs => _loop.NowMs;

    private Http2Session Session => Transport.Session;

    /// <summary>Whether it has failed, or carries nothing and will carry nothing any more.</summary>
    private bool IsFinished => Session.IsClosed
        || (_streamsCount == 0 && (Session.IsDraining || Session.HasReceivedGoAway || _isUsedUp));

    private bool HasReachedLimit
    {
        get
        {
            var options = _connection.Options;
            var requestsMax = _connection.IsForOneClient ? 1 : options.RequestsPerConnectionMax;
            return (requestsMax > 0 && RequestsCount + _reservedCount >= requestsMax)
                || _loop.NowMs >= DurationEndMs;
        }
    }

    private long DurationEndMs => _connection.Options.ConnectionDurationMaxMs is > 0 and var maxMs
        ? _connectedMs + maxMs
        : long.MaxValue;

    /// <summary>Serves the connection from its first byte to its last.</summary>
    public async LoopTask RunAsync()
    {
        try
        {
            Session.Start();
            _keepAlive?.Start();
            await ReceiveAsync();
            Transport.CloseSession(Http2ErrorCode.NoError);
            await Transport.DrainAsync(timeoutMs: 0);
        }
        finally
        {
            _keepAlive?.Stop();
            _pool.Remove(this);
            if (!IsConnected)
                _pool.OnConnectFailed();
            // Those that were about to be opened are none of the session's, so nobody else tells them.
            WakeWaitingForRoom();
            Transport.CloseSession(Http2ErrorCode.InternalError);
            _connection.Close();
            _streamsEnded.IsReady = _streamsCount == 0;
            await _streamsEnded.WaitAsync(long.MaxValue);
            Transport.Release();
        }
    }

    /// <summary>Keeps a place for a stream.</summary>
    /// <param name="stream">The stream.</param>
    public void Reserve(Http2ClientStream stream)
    {
        _reservedCount++;
        _streamsCount++;
        stream.Assign(this);
    }

    /// <summary>A place that was kept is taken.</summary>
    public void OnStreamOpened()
    {
        _reservedCount--;
        _connection.RequestsCount++;
        if (!HasReachedLimit || _isUsedUp)
            return;
        _isUsedUp = true;
        _pool.Stats.Increment(ClusterStat.UpstreamCxMaxRequests);
        _pool.Remove(this);
    }

    /// <summary>A stream has ended, or gives its place back.</summary>
    /// <param name="wasReserved">Whether it had not been opened.</param>
    public void OnStreamReleased(bool wasReserved)
    {
        if (wasReserved)
            _reservedCount--;
        _streamsCount--;
        if (_streamsCount == 0)
        {
            _idleSinceMs = _loop.NowMs;
            if (Session.IsClosed)
                _streamsEnded.SetReady();
            else if (IsFinished)
                _connection.Socket.CancelReadable();
        }

        _pool.OnRoom(this);
    }

    /// <summary>Lets a stream know when there is room in the output to open it.</summary>
    /// <param name="stream">The stream.</param>
    public void WaitForRoom(Http2ClientStream stream)
    {
        stream.Channel.Write.IsReady = false;
        _waitingForRoom.Add(stream);
        Transport.RoomObserver ??= WakeWaitingForRoom;
    }

    /// <summary>Takes no more streams, and ends when there is none; at once if there is none now.</summary>
    public void Drain()
    {
        Session.BeginGoAway();
        _connection.Socket.CancelReadable();
    }

    /// <summary>Ends with the streams that it carries.</summary>
    public void TakeNoMore()
    {
        _isUsedUp = true;
        if (IsFinished)
            _connection.Socket.CancelReadable();
    }

    /// <summary>Ends now if no stream is open.</summary>
    public void CloseIfIdle()
    {
        if (_streamsCount == 0)
            Drain();
    }

    /// <inheritdoc/>
    ResponseHead IHttp2Handler.ResponseHeadOf(Http2Stream stream) => StreamOf(stream).Response;

    /// <inheritdoc/>
    void IHttp2Handler.OnInterimResponse(Http2Stream stream) => StreamOf(stream).OnInterimResponse();

    /// <inheritdoc/>
    void IHttp2Handler.OnResponseHead(Http2Stream stream, bool endsStream) =>
        StreamOf(stream).OnHead(endsStream);

    /// <inheritdoc/>
    void IHttp2Handler.OnData(Http2Stream stream, ReadOnlySpan<byte> payload, bool endsStream) =>
        StreamOf(stream).Channel.OnData(payload, endsStream);

    /// <inheritdoc/>
    HeaderMap IHttp2Handler.TrailersOf(Http2Stream stream) => StreamOf(stream).Channel.MakeTrailers();

    /// <inheritdoc/>
    void IHttp2Handler.OnTrailers(Http2Stream stream) => StreamOf(stream).Channel.OnTrailers();

    /// <inheritdoc/>
    void IHttp2Handler.OnReset(Http2Stream stream, Http2ErrorCode code, Http2ResetSource source) =>
        StreamOf(stream).Channel.OnReset(code, source);

    /// <inheritdoc/>
    void IHttp2Handler.OnWritable(Http2Stream stream) => StreamOf(stream).Channel.OnWritable();

    /// <inheritdoc/>
    void IHttp2Handler.OnStreamClosed(Http2Stream stream) => StreamOf(stream).Channel.OnClosed();

    /// <inheritdoc/>
    void IHttp2Handler.OnSettings()
    {
        if (IsConnected)
        {
            _pool.OnRoom(this);
            return;
        }

        IsConnected = true;
        _pool.OnConnected(this);
    }

    /// <inheritdoc/>
    void IHttp2Handler.OnPingAck(ulong payload) => _keepAlive?.OnAnswered();

    /// <inheritdoc/>
    void IHttp2Handler.OnGoAway(int lastStreamId, Http2ErrorCode code)
    {
        _pool.Remove(this);
        _pool.Stats.Increment(ClusterStat.UpstreamCxCloseNotify);
    }

    /// <inheritdoc/>
    void IHttp2Handler.OnFailure(Http2ErrorCode code, string reason) =>
        _pool.Stats.Increment(ClusterStat.UpstreamCxProtocolError);

    /// <inheritdoc/>
    RequestHead? IHttp2Handler.OnStreamOpened(Http2Stream stream) => throw new InvalidOperationException();

    /// <inheritdoc/>
    void IHttp2Handler.OnRequestHead(Http2Stream stream, bool endsStream) =>
        throw new InvalidOperationException();

    /// <inheritdoc/>
    void IHttp2Handler.OnRequestRefused(Http2Stream stream, int status) =>
        throw new InvalidOperationException();

    private static Http2ClientStream StreamOf(Http2Stream stream) => (Http2ClientStream)stream.Owner!;

    private void WakeWaitingForRoom()
    {
        foreach (var stream in _waitingForRoom)
            stream.Channel.OnWritable();
        _waitingForRoom.Clear();
    }

    /// <summary>Reads until the connection has ended, failed, or served its time.</summary>
    private async LoopTask ReceiveAsync()
    {
        while (!IsFinished)
        {
            var socket = _connection.Socket;
            if (!socket.IsReadable)
            {
                _connection.CountBytes();
                var wait = await socket.ReadableAsync(DeadlineMs());
                if (wait == WaitResult.Closed || (wait == WaitResult.TimedOut && !GoesOnAfterTimeout()))
                    return;
                if (wait != WaitResult.Ready)
                    continue;
            }

            if (Transport.Receive() is IoStatus.EndOfStream or IoStatus.Failed)
                return;
        }
    }

    private long DeadlineMs()
    {
        // An endpoint that does not answer the preface speaks something else, or nothing.
        if (!Session.HasPeerSettings)
            return _connectedMs + _pool.ConnectTimeoutMs;
        var idleMs = _connection.Options.IdleTimeoutMs;
        var idleEndMs = (_streamsCount == 0 ? _idleSinceMs : _loop.NowMs) + idleMs;
        var durationEndMs = Session.IsDraining ? long.MaxValue : DurationEndMs;
        return idleMs == 0 ? durationEndMs : Math.Min(durationEndMs, idleEndMs);
    }

    /// <summary>What the passing of time means; whether the connection goes on.</summary>
    private bool GoesOnAfterTimeout()
    {
        var nowMs = _loop.NowMs;
        if (!Session.HasPeerSettings)
            return nowMs < _connectedMs + _pool.ConnectTimeoutMs;
        var idleMs = _connection.Options.IdleTimeoutMs;
        if (_streamsCount == 0 && idleMs > 0 && nowMs >= _idleSinceMs + idleMs)
        {
            _pool.Stats.Increment(ClusterStat.UpstreamCxIdleTimeout);
            return false;
        }

        if (nowMs >= DurationEndMs && !Session.IsDraining)
        {
            _pool.Stats.Increment(ClusterStat.UpstreamCxMaxDurationReached);
            _pool.Remove(this);
            Session.BeginGoAway();
        }

        return true;
    }
}
