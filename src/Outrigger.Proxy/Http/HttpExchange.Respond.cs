using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tcp;
using Outrigger.Proxy.Upstream;
using Outrigger.Routing;
using Outrigger.Routing.Routes;

namespace Outrigger.Proxy.Http;

/// <summary>Steps 7 and 8: the client gets the response, and both connections are settled.</summary>
internal sealed partial class HttpExchange
{
    private bool IsRequestComplete => !Request.HasBody || _requestEnd == PumpEnd.Complete;

    /// <summary>Passes the endpoint's response on.</summary>
    private async LoopTask<ConnectionFate> RespondAsync()
    {
        var upstream = _upstream!;
        CountResponse();
        UpstreamHeaders.PrepareResponse(this, _decision, _connection, _loop.NowMicroseconds - _sentMicroseconds);
        ResponseHeaders.Prepare(_connection, Request, Response, isLocal: false);
        if (Response.IsUpgrade)
            return await UpgradeAsync(upstream);

        var decoder = new Http1BodyDecoder(Response, _responseLimits);
        var isUpstreamKept = Response.KeepAlive;
        var persistence = ChoosePersistence();
        if (!TryWriteHead(persistence))
            return await FailAsync(UpstreamOutcome.Malformed);
        _responsePump.Start(
            upstream.Socket,
            upstream.Input,
            decoder,
            Client.Socket,
            _toClient,
            isChunked: Response.Framing == BodyFraming.Chunked,
            forwardsTrailers: Manager.Http1.TrailersEnabled);
        var end = await _responsePump.RunAsync();
        if (end != PumpEnd.Complete)
            return await BreakOffAsync(end);

        var isWhole = IsRequestComplete;
        await StopRequestAsync(isUpstreamClean: isWhole && isUpstreamKept);
        if (!isWhole)
        {
            Stats.Increment(HttpStat.DownstreamRqResponseBeforeRqComplete);
            return ConnectionFate.Linger;
        }

        return persistence == ConnectionPersistence.Close ? ConnectionFate.Close : ConnectionFate.KeepAlive;
    }

    /// <summary>
    /// How the connection goes on, and the framing that this allows: a client of HTTP/1.0 knows no chunks, every other
    /// client gets content of unknown length in chunks.
    /// </summary>
    private ConnectionPersistence ChoosePersistence()
    {
        var closes = !Request.KeepAlive || _connection.IsClosing
            || (!IsRequestComplete && !Response.KeepAlive);
        if (Request.Version == HttpVersion.Http10)
        {
            if (Response.Framing is BodyFraming.Chunked or BodyFraming.UntilClose)
            {
                Response.SetUntilClose();
                closes = true;
            }

            return closes ? ConnectionPersistence.Close : ConnectionPersistence.KeepAlive;
        }

        if (Response.Framing == BodyFraming.UntilClose)
            Response.SetChunked();
        return closes ? ConnectionPersistence.Close : ConnectionPersistence.Implicit;
    }

    private async LoopTask<ConnectionFate> UpgradeAsync(UpstreamConnection upstream)
    {
        if (!TryWriteHead(ConnectionPersistence.Implicit) || !await FlushAsync(Client.Socket, _toClient))
            return FailWith(ConnectionFate.Abort);
        Stats.Increment(HttpStat.DownstreamCxUpgradesTotal);
        Stats.Increment(HttpStat.DownstreamCxUpgradesActive);
        var pair = new RelayPair(
            Client.Socket, Client.Input, upstream.Socket, upstream.Input, Manager.Timeouts.StreamIdleMs);
        await pair.RunAsync();
        Stats.Decrement(HttpStat.DownstreamCxUpgradesActive);
        return FailWith(ConnectionFate.Close);
    }

    /// <summary>Passes an interim response on, if the client can take it and is to have it.</summary>
    private async LoopTask<bool> ForwardInterimAsync()
    {
        var isWanted = Request.Version == HttpVersion.Http11
            && (Response.Status != 100 || Manager.Proxies100Continue);
        if (!isWanted)
            return true;
        HopByHop.Strip(Response);
        return TryWriteHead(ConnectionPersistence.Implicit) && await FlushAsync(Client.Socket, _toClient);
    }

    /// <summary>Answers by ourselves; what was begun with an endpoint ends.</summary>
    private async LoopTask<ConnectionFate> ReplyAsync(LocalReply reply)
    {
        Flags |= reply.Flags;
        if (_cluster is not null && Endpoint is not null)
            await StopRequestAsync(isUpstreamClean: false);
        var isWhole = reply.Closes ? !Request.HasBody : IsReceivedWhole();
        WriteReply(reply);
        var closes = reply.Closes || !isWhole || !Request.KeepAlive || _connection.IsClosing;
        var persistence = closes ? ConnectionPersistence.Close
            : Request.Version == HttpVersion.Http10 ? ConnectionPersistence.KeepAlive
            : ConnectionPersistence.Implicit;
        if (!TryWriteHead(persistence))
            return ConnectionFate.Abort;
        if (Request.MethodKind != RequestMethod.Head && _toClient.EnsureRoom(reply.Body.Length))
            _toClient.Append(reply.Body.Span);
        if (!await FlushAsync(Client.Socket, _toClient))
            return ConnectionFate.Abort;
        if (!closes)
            return ConnectionFate.KeepAlive;
        return isWhole && !reply.Closes ? ConnectionFate.Close : ConnectionFate.Linger;
    }

    private void WriteReply(LocalReply reply)
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
        Response.SetContentLength(reply.Body.Length);
        if (_decision.Route is not null)
            UpstreamHeaders.MutateResponse(this, _decision);
        ResponseHeaders.Prepare(_connection, Request, Response, isLocal: true);
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
        if (!Request.HasBody || _requestEnd == PumpEnd.Complete)
            return true;
        if (_requestEnd is not null)
            return false;
        _requestPump.Start(
            Client.Socket, Client.Input, new Http1BodyDecoder(Request, _requestLimits), Client.Socket, _toClient, false, false);
        return _requestPump.DiscardReceived();
    }

    private bool TryWriteHead(ConnectionPersistence persistence)
    {
        _toClient.EnsureRoom(1);
        int written;
        while (!Http1Writer.TryWriteResponse(Response, persistence, _toClient.Room, out written))
        {
            if (!_toClient.TryGrow())
                return false;
        }

        _toClient.Advance(written);
        return true;
    }

    private bool WriteContinue()
    {
        var isWritten = Client.Socket.TryWrite(Http1Writer.Continue, out var count) != IoStatus.Failed;
        return isWritten && count == Http1Writer.Continue.Length;
    }

    private async LoopTask<ConnectionFate> FailAsync(UpstreamOutcome outcome)
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
                return await ReplyAsync(LocalReply.Malformed(_requestPump.Error));
            case UpstreamOutcome.ClientGone:
                Flags |= ResponseFlags.DownstreamConnectionTermination;
                Stats.Increment(HttpStat.DownstreamRqRxReset);
                stats.Increment(ClusterStat.UpstreamRqCancelled);
                await StopRequestAsync(isUpstreamClean: false);
                return ConnectionFate.Close;
            default:
                stats.Increment(ClusterStat.UpstreamCxDestroyRemoteWithActiveRq);
                stats.Increment(ClusterStat.UpstreamRqRxReset);
                return await ReplyAsync(LocalReply.ConnectionTermination);
        }
    }

    private LocalReply TimeoutReply(StatBlock<ClusterStat> stats)
    {
        if (_clock.IsOver && IsRequestComplete)
        {
            stats.Increment(ClusterStat.UpstreamRqTimeout);
            Endpoint!.Stats.Increment(EndpointStat.RqTimeout);
            return LocalReply.UpstreamTimeout;
        }

        Stats.Increment(HttpStat.DownstreamRqIdleTimeout);
        return IsRequestComplete ? LocalReply.StreamIdle : LocalReply.RequestIdle;
    }

    /// <summary>The response broke off in the middle: nothing more can be said, only that it is not whole.</summary>
    private async LoopTask<ConnectionFate> BreakOffAsync(PumpEnd end)
    {
        var stats = _cluster!.Stats;
        if (end == PumpEnd.SinkFailed)
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
            if (end == PumpEnd.TimedOut)
                stats.Increment(ClusterStat.UpstreamRqTimeout);
            Stats.Increment(HttpStat.RqResetAfterDownstreamResponseStarted);
        }

        await StopRequestAsync(isUpstreamClean: false);
        return ConnectionFate.Abort;
    }

    private ConnectionFate FailWith(ConnectionFate fate)
    {
        _upstream?.Close();
        _upstream = null;
        EndUpstreamRequest();
        return fate;
    }

    /// <summary>Ends the endpoint's part: its connection is released or closed, and the request's pump has stopped.</summary>
    private async LoopTask StopRequestAsync(bool isUpstreamClean)
    {
        if (_upstream is { } upstream)
        {
            _upstream = null;
            if (!isUpstreamClean)
                upstream.Close();
            if (Request.HasBody)
                await JoinRequestPumpAsync();
            if (isUpstreamClean)
                upstream.Release(isClean: true);
        }

        EndUpstreamRequest();
    }

    private async LoopTask JoinRequestPumpAsync()
    {
        // The pump may wait for the client; the endpoint's side is closed already if it is not to go on.
        if (_requestEnd is null)
            _requestPump.Stop();
        await _requestPumping;
        _requestPumping = LoopTask.Completed;
        _toUpstream.Release();
    }

    private void DropUpstream()
    {
        _upstream!.Close();
        _upstream = null;
    }

    private void BeginUpstreamRequest(ClusterState cluster, EndpointState endpoint)
    {
        _isUpstreamRequestActive = true;
        cluster.ActiveRequests++;
        endpoint.ActiveRequests++;
        cluster.Stats.Increment(ClusterStat.UpstreamRqTotal);
        cluster.Stats.Increment(ClusterStat.UpstreamRqActive);
        endpoint.Stats.Increment(EndpointStat.RqTotal);
        endpoint.Stats.Increment(EndpointStat.RqActive);
    }

    private void EndUpstreamRequest()
    {
        if (Endpoint is not { } endpoint || _cluster is not { } cluster || !_isUpstreamRequestActive)
            return;
        _isUpstreamRequestActive = false;
        cluster.ActiveRequests--;
        endpoint.ActiveRequests--;
        cluster.Stats.Decrement(ClusterStat.UpstreamRqActive);
        endpoint.Stats.Decrement(EndpointStat.RqActive);
    }

    private void CountResponse()
    {
        var stats = _cluster!.Stats;
        stats.Increment(ClusterStat.UpstreamRqCompleted);
        stats.CountStatus(Response.Status);
        stats.Record(ClusterStat.UpstreamRqTime, _loop.NowMicroseconds - _sentMicroseconds);
        Endpoint!.Stats.Increment(Response.Status >= 500 ? EndpointStat.RqError : EndpointStat.RqSuccess);
    }
}
