using Outrigger.Http;
using Outrigger.Net.Loops;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Http2;
using Outrigger.Proxy.Http.Tunnels;
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

    private async LoopTask<StreamEnd> ForwardAsync()
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
        if (!Request.OtherCodings.IsEmpty && SpeaksHttp2(cluster))
            return await ReplyAsync(LocalReply.UnsupportedCoding);
        if (!TryBeginCall())
            return await ReplyAsync(LocalReply.HeadersTooLarge);
        Clock.EndDeadlineMs = Math.Min(Clock.EndDeadlineMs, DurationDeadlineMs(_decision.Forward!));
        UpstreamHeaders.Prepare(this, _decision, Endpoint, _connection);
        if (!Manager.Proxies100Continue && !TryContinue())
            return EndGone();

        UpstreamOutcome outcome;
        for (; ; AttemptsCount++)
        {
            var isRetry = AttemptsCount > 1;
            if (isRetry)
                BeginRetry(cluster);
            if (!await AcquireAsync(cluster, Endpoint, isFresh: isRetry))
                return await ReplyAsync(LocalReply.NoConnection(UpstreamTransportFailure));
            UpstreamOutcome? received = await SendAsync() ? null : OutcomeOfBrokenConnection();
            while (received is null)
            {
                // The wait stands here and not in a method of its own: an exchange that waits has one state machine.
                received = TakeResponse(out var isInterim);
                if (received is null && isInterim)
                    received = await ForwardInterimAsync() ? null : UpstreamOutcome.ClientGone;
                else if (received is null)
                    received = OutcomeOfWait(await _upstream!.ReadableAsync(ResponseDeadlineMs()));
            }

            outcome = received.Value;
            if (outcome != UpstreamOutcome.Stale)
                break;
            if (!await TryGiveUpAttemptAsync())
            {
                outcome = UpstreamOutcome.Ended;
                break;
            }
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

    /// <summary>
    /// Sends the head and what there is of the content; the rest is pumped while the response is awaited.
    /// False when the connection broke.
    /// </summary>
    private async LoopTask<bool> SendAsync()
    {
        var upstream = _upstream!;
        if (Request.HasBody && !_hasBegunContent)
        {
            _hasBegunContent = true;
            _stream.BeginContent(Request);
        }

        if (_tunnel == TunnelKind.Upgrade)
            _webSocket.Prepare(Request, isTowardsHttp2: upstream is Http2ClientStream, ref _worker.Random);
        if (IsGrpc)
            _call!.PrepareFraming(Request);
        var head = upstream.TryWriteHead(Request, Request.HasBody);
        while (head == HeadWrite.Blocked && await WaitForSinkAsync(upstream.Sink))
            head = upstream.TryWriteHead(Request, Request.HasBody);
        if (head != HeadWrite.Done)
            return false;
        _sentMicroseconds = _loop.NowMicroseconds;
        if (!Request.HasBody)
        {
            if (!await FlushAsync(upstream.Sink))
                return false;
            OnRequestSent();
            return true;
        }

        var content = IsGrpc ? _call!.Request(RequestContent) : RequestContent;
        _requestPump.Start(content, upstream.Sink, _stream.CarriesTrailers && upstream.CarriesTrailers);
        _isRequestPumping = true;
        _requestPumping = PumpRequestAsync(upstream);
        return true;
    }

    private async LoopTask PumpRequestAsync(ClientStream upstream)
    {
        var end = await _requestPump.RunAsync();
        _requestEnd = end;
        if (end == PumpEnd.Complete)
            OnRequestSent();
        // Whoever waits for the response has another deadline from now on, or nothing to wait for any more.
        upstream.CancelReadable();
    }

    private void OnRequestSent()
    {
        var forward = _decision.Forward!;
        var endMs = DurationDeadlineMs(forward);
        if (forward.TimeoutMs > 0 && !(IsGrpc && forward.GrpcTimeoutMaxMs is not null))
            endMs = Math.Min(endMs, _loop.NowMs + forward.TimeoutMs);
        Clock.EndDeadlineMs = Math.Min(endMs, _grpcDeadlineMs);
        if (forward.IdleTimeoutMs is { } idleMs)
            Clock.SetIdleTimeout((int)Math.Min(idleMs, int.MaxValue));
        Clock.Touch();
    }

    /// <summary>
    /// When the request and its response must be over: the route's word, else the manager's; and the
    /// cluster's. A gRPC client's own word takes the place of the route's where the route says so.
    /// </summary>
    private long DurationDeadlineMs(ForwardAction forward)
    {
        var limit = forward.StreamDuration;
        var isSaidByCaller = _grpcDeadlineMs < long.MaxValue && limit?.GrpcTimeoutHeaderMaxMs is not null;
        var routeMs = isSaidByCaller ? 0 : limit?.DurationMaxMs ?? Manager.Timeouts.StreamDurationMaxMs;
        var clusterMs = _cluster!.Model.Http.StreamDurationMaxMs;
        var endMs = routeMs > 0 ? _startMs + routeMs : long.MaxValue;
        return clusterMs > 0 ? Math.Min(endMs, _startMs + clusterMs) : endMs;
    }

    /// <summary>
    /// Takes the head of a response from what has come. Null when that is not the end of it: an interim head is to
    /// be passed on, or more must come.
    /// </summary>
    private UpstreamOutcome? TakeResponse(out bool isInterim)
    {
        var status = _upstream!.TryReceiveHead(Request, this);
        isInterim = status == HeadStatus.Complete && Response.IsInterim;
        return status switch
        {
            HeadStatus.Complete => isInterim ? null : UpstreamOutcome.Response,
            HeadStatus.Malformed => UpstreamOutcome.Malformed,
            HeadStatus.Ended => OutcomeOfBrokenConnection(),
            _ => OutcomeOfRequest(),
        };
    }

    private long ResponseDeadlineMs() => _clientHangupMs < 0
        ? Clock.DeadlineMs
        : Math.Min(Clock.DeadlineMs, _clientHangupMs + HalfCloseGraceMs);

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
        var isTooLate = wait == WaitResult.TimedOut && (Clock.IsOver || Clock.IsIdle);
        return isTooLate ? UpstreamOutcome.TimedOut : null;
    }

    /// <summary>
    /// Only what does no harm when done twice is sent again (RFC 9110 section 9.2.2), or what the endpoint
    /// has not begun to do; and not for ever. Content is not kept for a second time.
    /// </summary>
    private UpstreamOutcome OutcomeOfBrokenConnection()
    {
        var upstream = _upstream!;
        var isRepeatable = upstream.IsUnprocessed
            || (upstream.IsStale && Request.MethodKind.IsIdempotent() && !Request.HasBody);
        var isContentKept = !_isRequestPumping || _requestPump.PayloadBytes == 0;
        return isRepeatable && isContentKept && AttemptsCount < AttemptsMax
            ? UpstreamOutcome.Stale
            : UpstreamOutcome.Ended;
    }

    /// <summary>Ends an attempt before another; false when content was lost with it.</summary>
    private async LoopTask<bool> TryGiveUpAttemptAsync()
    {
        _upstream!.Cancel();
        if (_isRequestPumping)
        {
            await JoinRequestPumpAsync();
            if (_requestPump.PayloadBytes > 0 || _requestEnd is not (PumpEnd.Cancelled or PumpEnd.SinkFailed))
                return false;
            _isRequestPumping = false;
            _requestEnd = null;
        }

        ReleaseUpstream(isClean: false);
        return true;
    }

    private async LoopTask<bool> FlushAsync(BodySink sink)
    {
        while (true)
        {
            switch (sink.Flush(default, isLast: false, out _))
            {
                case SinkStatus.Done:
                    return true;
                case SinkStatus.Failed:
                    return false;
            }

            if (!await WaitForSinkAsync(sink))
                return false;
        }
    }

    /// <summary>Waits for room; false when there will be none in time.</summary>
    private async LoopTask<bool> WaitForSinkAsync(BodySink sink)
    {
        var wait = await sink.WritableAsync(Clock.DeadlineMs);
        return wait switch
        {
            WaitResult.Closed or WaitResult.Cancelled => false,
            WaitResult.TimedOut => !Clock.IsIdle && !Clock.IsOver,
            _ => true,
        };
    }

    private StreamEnd EndGone()
    {
        ReleaseUpstream(isClean: false);
        EndUpstreamRequest();
        return StreamEnd.Gone;
    }
}
