using Outrigger.Http;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Stats;
using Outrigger.Routing;
using Outrigger.Routing.Routes;

namespace Outrigger.Proxy.Http;

/// <summary>What the client gets from ourselves.</summary>
internal sealed partial class HttpExchange
{
    /// <summary>Answers by ourselves; what was begun with an endpoint ends.</summary>
    private async LoopTask<StreamEnd> ReplyAsync(LocalReply reply)
    {
        Flags |= reply.Flags;
        Details = reply.Details ?? Details;
        if (_cluster is not null)
            CountFailure(_cluster.Stats, reply);
        if (_cluster is not null && Endpoint is not null)
            await StopRequestAsync(isUpstreamClean: false);
        var isWhole = reply.Closes ? !Request.HasBody : IsReceivedWhole();
        reply = PrepareReply(reply);
        var hasContent = reply.Body.Length > 0 && Request.MethodKind != RequestMethod.Head;
        var head = _stream.TryWriteHead(Request, Response, hasContent, closes: reply.Closes || !isWhole);
        while (head == HeadWrite.Blocked && await WaitForSinkAsync(_stream.Sink))
            head = _stream.TryWriteHead(Request, Response, hasContent, closes: reply.Closes || !isWhole);
        if (head != HeadWrite.Done || !await WriteAsync(hasContent ? reply.Body : default))
            return StreamEnd.BrokenOff;
        return isWhole && !reply.Closes ? StreamEnd.Complete : StreamEnd.Unread;
    }

    /// <summary>Writes content of our own behind the head; false when the client is gone.</summary>
    private async LoopTask<bool> WriteAsync(ReadOnlyMemory<byte> content)
    {
        var sink = _stream.Sink;
        while (true)
        {
            if (!content.IsEmpty)
                content = content[sink.Append(content.Span, isLast: true)..];
            var isWhole = content.IsEmpty && sink.TryAppendEnd(trailers: null);
            var flush = sink.Flush(content.Span, isLast: true, out var taken);
            content = content[taken..];
            if (flush == SinkStatus.Failed)
                return false;
            if (flush == SinkStatus.Blocked && !await WaitForSinkAsync(sink))
                return false;
            if (flush == SinkStatus.Done && isWhole)
                return true;
        }
    }

    /// <summary>An answer that we give in an endpoint's place counts as the cluster's, as in Envoy.</summary>
    private void CountFailure(StatBlock<ClusterStat> stats, LocalReply reply)
    {
        const ResponseFlags Upstream = ResponseFlags.NoHealthyUpstream | ResponseFlags.UpstreamConnectionFailure
            | ResponseFlags.UpstreamOverflow | ResponseFlags.UpstreamRequestTimeout
            | ResponseFlags.UpstreamConnectionTermination | ResponseFlags.UpstreamProtocolError;
        if ((reply.Flags & Upstream) == 0)
            return;
        stats.CountStatus(reply.Status);
        Endpoint?.Stats.Increment(EndpointStat.RqError);
    }

    private LocalReply PrepareReply(LocalReply reply)
    {
        Response.Clear();
        Response.Status = reply.Status;
        var headers = Response.Headers;
        if (reply.Body.Length > 0)
            headers.TryAdd(KnownHeader.ContentType, "text/plain"u8);
        if ((reply.Flags & ResponseFlags.UpstreamOverflow) != 0)
            headers.TryAdd(KnownHeader.XEnvoyOverloaded, "true"u8);
        if (reply.IsRedirectToPath)
            headers.TryAdd(KnownHeader.Location, Request.Path);
        else if (_decision.Kind is RouteDecisionKind.Redirect or RouteDecisionKind.TlsRedirect)
            WriteLocation();
        reply.Headers?.WriteTo(headers);
        Response.SetContentLength(reply.Body.Length);
        if (IsGrpc)
            reply = PrepareCallReply(reply);
        if (_decision.Route is not null)
            UpstreamHeaders.MutateResponse(this, _decision);
        ResponseHeaders.Prepare(_connection, Request, Response, isLocal: true);
        return reply;
    }

    private void WriteLocation()
    {
        var view = new RequestView(Request);
        var writer = new ByteWriter(_worker.Scratch(0));
        _decision.WriteLocation(in view, ref writer);
        if (writer.Overflowed)
        {
            writer = new ByteWriter(_worker.Scratch(writer.RequiredLength));
            _decision.WriteLocation(in view, ref writer);
        }

        Response.Headers.TryAdd(KnownHeader.Location, writer.Written);
    }

    /// <summary>Whether the whole request was received; content that was received is dropped.</summary>
    private bool IsReceivedWhole()
    {
        if (IsConnect)
            return false;
        if (!Request.HasBody || _requestEnd == PumpEnd.Complete)
            return true;
        if (_requestEnd is not null)
            return false;
        if (!_hasBegunContent)
            _stream.BeginContent(Request);
        return _stream.Content.DiscardReceived();
    }

    private async LoopTask<StreamEnd> FailAsync(UpstreamOutcome outcome)
    {
        var stats = _cluster!.Stats;
        switch (outcome)
        {
            case UpstreamOutcome.Malformed:
                stats.Increment(ClusterStat.UpstreamCxProtocolError);
                return await ReplyAsync(LocalReply.UpstreamProtocolError);
            case UpstreamOutcome.TimedOut:
                return await ReplyAsync(TimeoutReply(stats));
            case UpstreamOutcome.RequestMalformed:
                Stats.Increment(HttpStat.DownstreamCxProtocolError);
                return await ReplyAsync(_stream.Content.Refusal);
            case UpstreamOutcome.ClientGone:
                Flags |= ResponseFlags.DownstreamConnectionTermination;
                Stats.Increment(HttpStat.DownstreamRqRxReset);
                stats.Increment(ClusterStat.UpstreamRqCancelled);
                await StopRequestAsync(isUpstreamClean: false);
                return StreamEnd.Gone;
            default:
                stats.Increment(ClusterStat.UpstreamCxDestroyRemoteWithActiveRq);
                stats.Increment(ClusterStat.UpstreamRqRxReset);
                return await ReplyAsync(LocalReply.ConnectionTermination);
        }
    }

    private LocalReply TimeoutReply(StatBlock<ClusterStat> stats)
    {
        if (Clock.IsOver && (IsRequestComplete || IsPastGrpcDeadline))
        {
            stats.Increment(ClusterStat.UpstreamRqTimeout);
            Endpoint!.Stats.Increment(EndpointStat.RqTimeout);
            return LocalReply.UpstreamTimeout;
        }

        if (Clock.IsOver)
        {
            Stats.Increment(HttpStat.DownstreamRqTimeout);
            return LocalReply.RequestTimeout;
        }

        Stats.Increment(HttpStat.DownstreamRqIdleTimeout);
        return IsRequestComplete ? LocalReply.StreamIdle : LocalReply.RequestIdle;
    }

    /// <summary>
    /// The response broke off in the middle: nothing more can be said, only that it is not whole.
    /// </summary>
    private async LoopTask<StreamEnd> BreakOffAsync(PumpEnd end)
    {
        var stats = _cluster!.Stats;
        if (end == PumpEnd.SinkFailed || (end == PumpEnd.TimedOut && _clientHangupMs >= 0))
        {
            Flags |= ResponseFlags.DownstreamConnectionTermination;
            stats.Increment(ClusterStat.UpstreamRqTxReset);
        }
        else
        {
            Flags |= end == PumpEnd.Malformed
                ? ResponseFlags.UpstreamProtocolError
                : ResponseFlags.UpstreamConnectionTermination;
            stats.Increment(ClusterStat.UpstreamRqRxReset);
            // Either side may be the one that does nothing; only the whole time is the endpoint's.
            if (end == PumpEnd.TimedOut && Clock.IsOver)
                stats.Increment(ClusterStat.UpstreamRqTimeout);
            else if (end == PumpEnd.TimedOut)
                Stats.Increment(HttpStat.DownstreamRqIdleTimeout);
            Stats.Increment(HttpStat.RqResetAfterDownstreamResponseStarted);
        }

        await StopRequestAsync(isUpstreamClean: false);
        return StreamEnd.BrokenOff;
    }
}
