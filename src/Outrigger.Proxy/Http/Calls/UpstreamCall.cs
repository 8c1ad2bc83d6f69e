using Outrigger.Http;
using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Http1;
using Outrigger.Proxy.Http.Http2;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Protobuf;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Upstream;
using Outrigger.Proxy.Workers;

namespace Outrigger.Proxy.Http.Calls;

/// <summary>
/// A request that the proxy itself makes to one of its clusters, on the worker's loop and through the worker's
/// pools: load balancing, TLS, circuit breakers and statistics are the cluster's, as for any request.
/// <code>
/// 1. fill in Request   2. RunAsync: endpoint, stream, request, response   3. read Response, Content, Trailers
/// </code>
/// It is reused from call to call (<see cref="Worker.Calls"/>). In the steady state nothing here allocates; a
/// new HTTP/1 connection costs one small object.
/// </summary>
internal sealed class UpstreamCall : IResponseReceiver
{
    /// <summary>How often a request is sent at most.</summary>
    private const int AttemptsMax = 3;

    private readonly Worker _worker;
    private readonly EventLoop _loop;
    private readonly BodyPump _pump;
    private readonly ReplayedContent _sent;
    private readonly StreamBuffer _received;
    private Http1ClientStream? _http1;
    private ClientStream? _upstream;
    private PendingConnect? _connecting;
    private LoopTask _pumping;
    private PumpEnd? _pumpEnd;
    private CallOptions _options;
    private long _cancelMs;
    private long _sentMicroseconds;

    /// <summary>Makes a call for any cluster of a worker.</summary>
    /// <param name="worker">The worker.</param>
    public UpstreamCall(Worker worker)
    {
        _worker = worker;
        _loop = worker.Loop;
        Clock = new ExchangeClock(_loop);
        _pump = new BodyPump(_loop, Clock);
        _sent = new ReplayedContent(_loop);
        _received = _loop.CreateStreamBuffer();
    }

    /// <inheritdoc/>
    public ExchangeClock Clock { get; }

    /// <summary>The request, but for the framing of its content.</summary>
    public RequestHead Request { get; } = new();

    /// <inheritdoc/>
    public ResponseHead Response { get; } = new();

    /// <summary>Where the request's content may be written that is a message of protobuf.</summary>
    public ProtobufWriter Message { get; } = new();

    /// <summary>What came behind the content of the response.</summary>
    public HeaderMap Trailers { get; } = new();

    /// <summary>The content of the response; valid until the call is cleared.</summary>
    public ReadOnlySpan<byte> Content => _received.Unread;

    /// <summary>Makes the request.</summary>
    /// <param name="slot">The cluster.</param>
    /// <param name="options">How.</param>
    /// <param name="prefix">The first bytes of the content; may be empty.</param>
    /// <param name="kept">The rest of the content; null for nothing.</param>
    /// <returns>What came of it; the response is of use only for <see cref="CallOutcome.Response"/>.</returns>
    public async LoopTask<CallOutcome> RunAsync(
        ClusterSlot slot, CallOptions options, ReadOnlyMemory<byte> prefix = default, KeptContent? kept = null)
    {
        Begin(options, prefix.Length + (kept?.Count ?? 0));
        if (_worker.Clusters.Find(slot, ref _worker.Random) is not { } cluster)
            return CallOutcome.NoCluster;
        if (cluster.ActiveRequests >= cluster.Model.DefaultLimits.RequestsMax)
        {
            cluster.Stats.Increment(ClusterStat.UpstreamRqPendingOverflow);
            cluster.Stats.CountStatus(503);
            return CallOutcome.Overflow;
        }

        if (cluster.Choose(ref _worker.Random) is not { } endpoint)
        {
            cluster.Stats.Increment(ClusterStat.UpstreamCxNoneHealthy);
            cluster.Stats.CountStatus(503);
            return CallOutcome.NoEndpoint;
        }

        cluster.BeginRequest(endpoint);
        var outcome = CallOutcome.Ended;
        try
        {
            outcome = await AttemptAsync(cluster, endpoint, prefix, kept);
        }
        finally
        {
            ReleaseUpstream(isClean: false);
            cluster.EndRequest(endpoint);
        }

        Count(cluster, endpoint, outcome);
        return outcome;
    }

    /// <summary>The response is wanted only for a while: the call ends then, if it has not ended by itself.</summary>
    /// <param name="graceMs">How long, in milliseconds; 0 = not at all.</param>
    public void CancelIn(long graceMs)
    {
        _cancelMs = Math.Min(_cancelMs, _loop.NowMs + Math.Max(0, graceMs));
        Clock.EndDeadlineMs = Math.Min(Clock.EndDeadlineMs, _cancelMs);
        _connecting?.Wake();
        _upstream?.CancelReadable();
        if (_pumpEnd is null && graceMs <= 0)
            _pump.Stop();
    }

    /// <summary>Forgets the call; the worker may use it for another.</summary>
    public void Clear()
    {
        Request.Clear();
        Response.Clear();
        Trailers.Clear();
        _received.Release();
        _sent.Begin(default, kept: null, rest: null);
    }

    /// <inheritdoc/>
    public void OnInterimResponse()
    {
        // An interim response says nothing that the proxy itself would wait for.
    }

    private void Begin(CallOptions options, long contentBytes)
    {
        _options = options;
        _cancelMs = long.MaxValue;
        _pumpEnd = PumpEnd.Complete;
        _pumping = LoopTask.Completed;
        Response.Clear();
        Trailers.Clear();
        _received.Release();
        Clock.Start(idleTimeoutMs: 0);
        if (options.TimeoutMs > 0)
            Clock.EndDeadlineMs = _loop.NowMs + options.TimeoutMs;
        if (contentBytes > 0 || Request.MethodKind is RequestMethod.Post or RequestMethod.Put)
            Request.SetContentLength(contentBytes);
        else
            Request.SetNoBody();
    }

    /// <summary>Sends the request until an endpoint acts on it.</summary>
    private async LoopTask<CallOutcome> AttemptAsync(
        ClusterState cluster, EndpointState endpoint, ReadOnlyMemory<byte> prefix, KeptContent? kept)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (!await AcquireAsync(cluster, endpoint, isFresh: attempt > 1))
                return Broken(CallOutcome.ConnectFailed);
            _sent.Begin(prefix, kept, rest: null);
            var outcome = await SendAsync() ? await ReceiveAsync() : Broken(CallOutcome.Ended);
            var upstream = _upstream!;
            var mayRepeat = upstream.IsUnprocessed || (upstream.IsStale && _options.IsRepeatable);
            var repeats = outcome == CallOutcome.Ended && mayRepeat && attempt < AttemptsMax;
            var isClean = outcome == CallOutcome.Response && _pumpEnd == PumpEnd.Complete;
            if (!isClean)
                upstream.Cancel();
            await JoinPumpAsync();
            ReleaseUpstream(isClean);
            if (!repeats)
                return outcome;
            cluster.Stats.Increment(ClusterStat.UpstreamRqRetry);
        }
    }

    private async LoopTask<bool> AcquireAsync(ClusterState cluster, EndpointState endpoint, bool isFresh)
    {
        if (SpeaksHttp2(cluster))
        {
            var stream = _worker.Http2ClientStreams.Rent();
            stream.Begin(this);
            _upstream = stream;
            return await cluster.Http2PoolOf(endpoint, client: null, Request).AcquireAsync(stream);
        }

        var connection = isFresh ? null : endpoint.TakeUsable(cluster.Model.Http, Request);
        connection ??= await ConnectAsync(cluster, endpoint);
        if (connection is null)
            return false;
        if (connection.RequestsCount == 0)
            cluster.Stats.Increment(ClusterStat.UpstreamCxHttp1Total);
        _http1 ??= new Http1ClientStream(_loop, Clock);
        _http1.Begin(connection, cluster.ResponseLimits);
        _upstream = _http1;
        return true;
    }

    private bool SpeaksHttp2(ClusterState cluster) => cluster.Model.Http.Version switch
    {
        UpstreamHttpVersion.Http2 => true,
        UpstreamHttpVersion.SameAsDownstream => _options.NeedsHttp2,
        _ => false,
    };

    private async LoopTask<UpstreamConnection?> ConnectAsync(ClusterState cluster, EndpointState endpoint)
    {
        cluster.Stats.Increment(ClusterStat.UpstreamRqPendingTotal);
        cluster.Stats.Increment(ClusterStat.UpstreamRqPendingActive);
        var request = endpoint.Tls is { } tls
            ? UpstreamServerName.CreateRequest(cluster.Model.Http, tls, Request, isHttp2: false)
            : default;
        _connecting = new PendingConnect(_loop);
        var connection = await _connecting.RunAsync(cluster, endpoint, request, Clock);
        _connecting = null;
        cluster.Stats.Decrement(ClusterStat.UpstreamRqPendingActive);
        if (connection is null)
            cluster.Stats.Increment(ClusterStat.UpstreamRqPendingFailureEject);
        return connection;
    }

    /// <summary>Sends the head, and begins to send the content; false when the connection broke.</summary>
    private async LoopTask<bool> SendAsync()
    {
        var upstream = _upstream!;
        HeadWrite head;
        while ((head = upstream.TryWriteHead(Request, Request.HasBody)) == HeadWrite.Blocked)
        {
            var wait = await upstream.Sink.WritableAsync(Clock.DeadlineMs);
            if (wait is WaitResult.Closed or WaitResult.Cancelled || Clock.HasPassed)
                return false;
        }

        if (head != HeadWrite.Done)
            return false;
        _sentMicroseconds = _loop.NowMicroseconds;
        _pump.Start(_sent, upstream.Sink, forwardsTrailers: false);
        _pumpEnd = null;
        _pumping = PumpAsync(upstream);
        return true;
    }

    private async LoopTask PumpAsync(ClientStream upstream)
    {
        _pumpEnd = await _pump.RunAsync();
        if (_pumpEnd != PumpEnd.Complete)
            upstream.CancelReadable();
    }

    private async LoopTask JoinPumpAsync()
    {
        if (_pumpEnd is null)
            _pump.Stop();
        await _pumping;
        _pumping = LoopTask.Completed;
    }

    private async LoopTask<CallOutcome> ReceiveAsync()
    {
        var upstream = _upstream!;
        while (true)
        {
            switch (upstream.TryReceiveHead(Request, this))
            {
                case HeadStatus.Complete when Response.IsInterim:
                    continue;
                case HeadStatus.Complete when Response.Status == 101:
                    return CallOutcome.Malformed;
                case HeadStatus.Complete:
                    upstream.BeginContent(Response);
                    return await ReceiveContentAsync(upstream.Content);
                case HeadStatus.Malformed:
                    return CallOutcome.Malformed;
                case HeadStatus.Ended:
                    return Broken(CallOutcome.Ended);
            }

            if (IsOver(await upstream.ReadableAsync(Clock.DeadlineMs)))
                return Broken(CallOutcome.Ended);
        }
    }

    private async LoopTask<CallOutcome> ReceiveContentAsync(BodySource content)
    {
        while (true)
        {
            switch (content.Look())
            {
                case BodyStatus.Payload:
                    if (!TryKeep(content.Payload))
                        return CallOutcome.TooLarge;
                    content.Consume(content.Payload.Length);
                    continue;
                case BodyStatus.Complete:
                    return content.Trailers is { Count: > 0 } trailers && !Trailers.TryCopyFrom(trailers)
                        ? CallOutcome.TooLarge
                        : CallOutcome.Response;
                case BodyStatus.Malformed:
                    return CallOutcome.Malformed;
                case BodyStatus.Ended:
                    return Broken(CallOutcome.Ended);
            }

            if (!content.TryReceive() && IsOver(await content.ReadableAsync(Clock.DeadlineMs)))
                return Broken(CallOutcome.Ended);
        }
    }

    private bool TryKeep(ReadOnlySpan<byte> payload)
    {
        if (_received.Count + payload.Length > _options.ResponseBytesMax || !_received.EnsureRoom(payload.Length))
            return false;
        _received.Append(payload);
        return true;
    }

    private bool IsOver(WaitResult wait) => wait == WaitResult.Closed || Clock.HasPassed;

    /// <summary>Why it ended, where the connection's end may only be what we made of it.</summary>
    private CallOutcome Broken(CallOutcome otherwise)
    {
        if (_loop.NowMs >= _cancelMs)
            return CallOutcome.Cancelled;
        return Clock.HasPassed ? CallOutcome.TimedOut : otherwise;
    }

    private void ReleaseUpstream(bool isClean)
    {
        if (_upstream is not { } upstream)
            return;
        _upstream = null;
        if (!isClean)
            upstream.Cancel();
        upstream.Release();
    }

    private void Count(ClusterState cluster, EndpointState endpoint, CallOutcome outcome)
    {
        var stats = cluster.Stats;
        switch (outcome)
        {
            case CallOutcome.Response:
                stats.Increment(ClusterStat.UpstreamRqCompleted);
                stats.CountStatus(Response.Status);
                stats.Record(ClusterStat.UpstreamRqTime, _loop.NowMicroseconds - _sentMicroseconds);
                endpoint.Stats.Increment(Response.Status >= 500 ? EndpointStat.RqError : EndpointStat.RqSuccess);
                return;
            case CallOutcome.Cancelled:
                stats.Increment(ClusterStat.UpstreamRqCancelled);
                return;
            case CallOutcome.TimedOut:
                stats.Increment(ClusterStat.UpstreamRqTimeout);
                endpoint.Stats.Increment(EndpointStat.RqTimeout);
                stats.CountStatus(504);
                break;
            case CallOutcome.Malformed:
                stats.Increment(ClusterStat.UpstreamCxProtocolError);
                stats.CountStatus(502);
                break;
            case CallOutcome.Ended:
                stats.Increment(ClusterStat.UpstreamRqRxReset);
                stats.CountStatus(503);
                break;
            default:
                stats.CountStatus(503);
                break;
        }

        endpoint.Stats.Increment(EndpointStat.RqError);
    }
}
