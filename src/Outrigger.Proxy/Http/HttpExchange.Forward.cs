using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Upstream;
using Outrigger.Routing.Actions;

namespace Outrigger.Proxy.Http;

/// <summary>Steps 4 to 6: an endpoint gets the request and begins to answer.</summary>
internal sealed partial class HttpExchange
{
    private enum UpstreamOutcome : byte
    {
        /// <summary>The head of the response is there.</summary>
        Response,

        /// <summary>A connection that was used before ended without a byte of response.</summary>
        Stale,

        /// <summary>The connection ended.</summary>
        Ended,

        /// <summary>The response is malformed.</summary>
        Malformed,

        /// <summary>It took too long.</summary>
        TimedOut,

        /// <summary>The client's content is malformed.</summary>
        RequestMalformed,

        /// <summary>The client stopped sending, or went away.</summary>
        ClientGone,
    }

    private async LoopTask<ConnectionFate> ForwardAsync()
    {
        var cluster = _cluster!;
        if (cluster.ActiveRequests >= cluster.Model.DefaultLimits.RequestsMax)
        {
            cluster.Stats.Increment(ClusterStat.UpstreamRqPendingOverflow);
            return await ReplyAsync(LocalReply.Overflow);
        }

        Endpoint = ChooseEndpoint(cluster);
        if (Endpoint is null)
        {
            cluster.Stats.Increment(ClusterStat.UpstreamCxNoneHealthy);
            return await ReplyAsync(LocalReply.NoHealthyUpstream);
        }

        BeginUpstreamRequest(cluster, Endpoint);
        UpstreamHeaders.Prepare(this, _decision, Endpoint, _connection);
        if (Request.ExpectContinue && !Manager.Proxies100Continue && !WriteContinue())
            return FailWith(ConnectionFate.Close);

        UpstreamOutcome outcome;
        for (; ; AttemptsCount++)
        {
            var isRetry = AttemptsCount > 1;
            _upstream = isRetry ? null : TakeIdle(Endpoint);
            if (isRetry)
                BeginRetry(cluster);
            if (_upstream is null && !await ConnectAsync(cluster, Endpoint))
                return await ReplyAsync(LocalReply.ConnectionFailure);
            outcome = await SendAsync() ? await ReceiveResponseAsync() : OutcomeOfBrokenConnection();
            if (outcome != UpstreamOutcome.Stale)
                break;
            DropUpstream();
        }

        if (AttemptsCount > 1 && outcome == UpstreamOutcome.Response)
            cluster.Stats.Increment(ClusterStat.UpstreamRqRetrySuccess);

        return outcome == UpstreamOutcome.Response ? await RespondAsync() : await FailAsync(outcome);
    }

    private void BeginRetry(ClusterState cluster)
    {
        cluster.Stats.Increment(ClusterStat.UpstreamRqRetry);
        if (_decision.VirtualHost!.IncludesAttemptCountInRequest)
            EnvoyHeaders.SetNumber(Request.Headers, KnownHeader.XEnvoyAttemptCount, AttemptsCount);
    }

    private EndpointState? ChooseEndpoint(ClusterState cluster)
    {
        if (cluster.Model.Kind != ClusterKind.OriginalDestination)
            return cluster.Choose(ref _worker.Random);
        var destination = Client.OriginalDestination;
        if (cluster.Model.OriginalDestination?.HeaderName is { } headerName)
        {
            var name = System.Text.Encoding.ASCII.GetBytes(headerName);
            destination = Request.Headers.TryGet(name, out var value)
                ? NetworkAddress.Parse(System.Text.Encoding.ASCII.GetString(value))
                : null;
        }

        if (destination is null)
            cluster.Stats.Increment(ClusterStat.OriginalDstHostInvalid);
        return destination is null ? null : cluster.ChooseOriginal(destination);
    }

    private static UpstreamConnection? TakeIdle(EndpointState endpoint)
    {
        while (endpoint.TakeIdle() is { } connection)
        {
            if (connection.IsUsable)
                return connection;
            connection.Close();
        }

        return null;
    }

    private async LoopTask<bool> ConnectAsync(ClusterState cluster, EndpointState endpoint)
    {
        cluster.Stats.Increment(ClusterStat.UpstreamRqPendingTotal);
        cluster.Stats.Increment(ClusterStat.UpstreamRqPendingActive);
        var connect = await cluster.ConnectAsync(endpoint);
        cluster.Stats.Decrement(ClusterStat.UpstreamRqPendingActive);
        if (connect.Connection is null)
        {
            cluster.Stats.Increment(ClusterStat.UpstreamRqPendingFailureEject);
            return false;
        }

        cluster.Stats.Increment(ClusterStat.UpstreamCxHttp1Total);
        _upstream = connect.Connection;
        return true;
    }

    /// <summary>
    /// Sends the head and what there is of the content; the rest is pumped while the response is awaited.
    /// False when the connection broke.
    /// </summary>
    private async LoopTask<bool> SendAsync()
    {
        var upstream = _upstream!;
        upstream.RequestsCount++;
        _responseParser.Reset();
        _toUpstream.Release();
        _toUpstream.EnsureRoom(1);
        int written;
        while (!Http1Writer.TryWriteRequest(Request, UpstreamPersistence, _toUpstream.Room, out written))
        {
            if (!_toUpstream.TryGrow())
                return false;
        }

        _toUpstream.Advance(written);
        _sentMicroseconds = _loop.NowMicroseconds;
        if (!Request.HasBody)
        {
            if (!await FlushAsync(upstream.Socket, _toUpstream))
                return false;
            OnRequestSent();
            return true;
        }

        _requestPump.Start(
            Client.Socket,
            Client.Input,
            new Http1BodyDecoder(Request, _requestLimits),
            upstream.Socket,
            _toUpstream,
            isChunked: Request.Framing == BodyFraming.Chunked,
            forwardsTrailers: Manager.Http1.TrailersEnabled);
        _requestPumping = PumpRequestAsync(upstream);
        return true;
    }

    /// <summary>
    /// An endpoint that does not know the codings of some content may not see where it ends. Nothing follows
    /// such content on its connection.
    /// </summary>
    private ConnectionPersistence UpstreamPersistence =>
        Request.OtherCodings.IsEmpty ? ConnectionPersistence.Implicit : ConnectionPersistence.Close;

    private async LoopTask PumpRequestAsync(UpstreamConnection upstream)
    {
        var end = await _requestPump.RunAsync();
        _requestEnd = end;
        if (end == PumpEnd.Complete)
            OnRequestSent();
        // Whoever waits for the response has another deadline from now on, or nothing to wait for any more.
        upstream.Socket.CancelReadable();
    }

    private void OnRequestSent()
    {
        var forward = _decision.Forward!;
        var endMs = DurationDeadlineMs(forward);
        if (forward.TimeoutMs > 0)
            endMs = Math.Min(endMs, _loop.NowMs + forward.TimeoutMs);
        _clock.EndDeadlineMs = endMs;
        if (forward.IdleTimeoutMs is { } idleMs)
            _clock.SetIdleTimeout((int)Math.Min(idleMs, int.MaxValue));
        _clock.Touch();
    }

    /// <summary>
    /// When the request and its response must be over: the route's word, else the manager's; and the
    /// cluster's.
    /// </summary>
    private long DurationDeadlineMs(ForwardAction forward)
    {
        var routeMs = forward.StreamDuration?.DurationMaxMs ?? Manager.Timeouts.StreamDurationMaxMs;
        var clusterMs = _cluster!.Model.Http.StreamDurationMaxMs;
        var endMs = routeMs > 0 ? _startMs + routeMs : long.MaxValue;
        return clusterMs > 0 ? Math.Min(endMs, _startMs + clusterMs) : endMs;
    }

    /// <summary>Receives the head of the final response; interim ones are passed on.</summary>
    private async LoopTask<UpstreamOutcome> ReceiveResponseAsync()
    {
        var upstream = _upstream!;
        var limits = _cluster!.ResponseLimits;
        if (!ReferenceEquals(limits, _responseLimits))
        {
            if (limits != _responseLimits)
                _responseParser = new Http1ResponseParser(limits);
            _responseLimits = limits;
        }

        while (true)
        {
            if (!upstream.Input.IsEmpty)
            {
                var status = _responseParser.Parse(
                    upstream.Input.Unread, Request.MethodKind, Response, out var consumed);
                if (status == Http1ParseStatus.Error || IsUnaskedUpgrade(status))
                    return UpstreamOutcome.Malformed;
                if (status == Http1ParseStatus.Complete)
                {
                    upstream.Input.Consume(consumed);
                    if (!Response.IsInterim)
                        return UpstreamOutcome.Response;
                    if (!await ForwardInterimAsync())
                        return UpstreamOutcome.ClientGone;
                    continue;
                }
            }

            if (!upstream.Socket.IsReadable)
            {
                if (OutcomeOfRequest() is { } failure)
                    return failure;
                var wait = await upstream.Socket.ReadableAsync(ResponseDeadlineMs());
                if (OutcomeOfWait(wait) is { } outcome)
                    return outcome;
                if (wait != WaitResult.Ready)
                    continue;
            }

            upstream.Input.EnsureRoom(1);
            var io = upstream.Socket.TryRead(upstream.Input.Room, out var count);
            upstream.Input.Advance(count);
            if (io is IoStatus.EndOfStream or IoStatus.Failed)
                return OutcomeOfBrokenConnection();
            _clock.Touch();
        }
    }

    private bool IsUnaskedUpgrade(Http1ParseStatus status) =>
        status == Http1ParseStatus.Complete && Response.Status == 101 && !Request.IsUpgrade;

    private long ResponseDeadlineMs() => _clientHangupMs < 0
        ? _clock.DeadlineMs
        : Math.Min(_clock.DeadlineMs, _clientHangupMs + HalfCloseGraceMs);

    /// <summary>
    /// Whether the request failed, so that there is no response to wait for. An endpoint that takes no more
    /// of it may have answered before, so that is waited for.
    /// </summary>
    private UpstreamOutcome? OutcomeOfRequest() => _requestEnd switch
    {
        PumpEnd.Malformed => UpstreamOutcome.RequestMalformed,
        PumpEnd.SourceEnded => UpstreamOutcome.ClientGone,
        PumpEnd.TimedOut => UpstreamOutcome.TimedOut,
        _ => null,
    };

    /// <summary>What the end of a wait means; null to go on, or to wait on with another deadline.</summary>
    private UpstreamOutcome? OutcomeOfWait(WaitResult wait)
    {
        if (wait == WaitResult.Ready)
            return null;
        if (_clientHangupMs >= 0 && _loop.NowMs >= _clientHangupMs + HalfCloseGraceMs)
            return UpstreamOutcome.ClientGone;
        if (wait == WaitResult.Closed)
            return UpstreamOutcome.Ended;
        var isTooLate = wait == WaitResult.TimedOut && (_clock.IsOver || _clock.IsIdle);
        return isTooLate ? UpstreamOutcome.TimedOut : null;
    }

    /// <summary>
    /// A kept connection that ends without a byte of response was probably closed by its peer before the
    /// request came, but perhaps not: only what does no harm when done twice is sent again (RFC 9110 section
    /// 9.2.2), or what has not left. Content is not kept for a second time.
    /// </summary>
    private UpstreamOutcome OutcomeOfBrokenConnection()
    {
        var upstream = _upstream!;
        var isUnanswered = upstream.Input.IsEmpty && upstream.RequestsCount > 1;
        var isRepeatable = !Request.HasBody && (Request.MethodKind.IsIdempotent() || IsUnsent());
        return isUnanswered && isRepeatable ? UpstreamOutcome.Stale : UpstreamOutcome.Ended;
    }

    private bool IsUnsent() => _toUpstream.Count == Http1Writer.LengthOf(Request, UpstreamPersistence);

    private async LoopTask<bool> FlushAsync(StreamConnection sink, Net.Buffers.StreamBuffer output)
    {
        while (!output.IsEmpty)
        {
            if (sink.TryWrite(output.Unread, out var count) == IoStatus.Failed)
                return false;
            output.Consume(count);
            if (output.IsEmpty)
                break;
            var wait = await sink.WritableAsync(_clock.DeadlineMs);
            if (wait is WaitResult.Closed or WaitResult.Cancelled
                || (wait == WaitResult.TimedOut && (_clock.IsIdle || _clock.IsOver)))
            {
                return false;
            }
        }

        output.ReleaseIfEmpty();
        return true;
    }
}
