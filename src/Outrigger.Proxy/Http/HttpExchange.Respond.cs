using Outrigger.Http;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http;

/// <summary>Step 7: the client gets the endpoint's response.</summary>
internal sealed partial class HttpExchange
{
    private bool IsRequestComplete => !Request.HasBody || _requestEnd == PumpEnd.Complete;

    /// <summary>Passes the endpoint's response on.</summary>
    private async LoopTask<StreamEnd> RespondAsync()
    {
        var upstream = _upstream!;
        CountResponse();
        var serviceTime = _loop.NowMicroseconds - _sentMicroseconds;
        UpstreamHeaders.PrepareResponse(this, _decision, _connection, serviceTime);
        ResponseHeaders.Prepare(_connection, Request, Response, isLocal: false);
        if (Response.IsUpgrade)
            return await TunnelAsync(upstream);

        upstream.BeginContent(Response);
        if (IsGrpc)
            _call!.PrepareResponse(Response);
        var closes = !IsRequestComplete && !Response.KeepAlive;
        var hasContent = Response.HasBody;
        var head = _stream.TryWriteHead(Request, Response, hasContent, closes);
        while (head == HeadWrite.Blocked && await WaitForSinkAsync(_stream.Sink))
            head = _stream.TryWriteHead(Request, Response, hasContent, closes);
        if (head != HeadWrite.Done)
            return await FailAsync(UpstreamOutcome.Malformed);
        StartResponse(upstream);
        var end = await _responsePump.RunAsync();
        if (end != PumpEnd.Complete)
            return await BreakOffAsync(end);

        if (IsGrpc && upstream.Content.Trailers is { } trailers)
            _call!.NoteStatus(trailers);
        var isWhole = IsRequestComplete;
        await StopRequestAsync(isUpstreamClean: isWhole);
        if (isWhole)
            return StreamEnd.Complete;
        Stats.Increment(HttpStat.DownstreamRqResponseBeforeRqComplete);
        return StreamEnd.Unread;
    }

    private void StartResponse(ClientStream upstream)
    {
        if (!IsGrpc)
        {
            _responsePump.Start(
                upstream.Content, _stream.Sink, _stream.CarriesTrailers && upstream.CarriesTrailers);
            return;
        }

        // gRPC-Web has its trailers in the content, so they reach any client.
        var call = _call!;
        _responsePump.Start(
            call.Response(upstream.Content),
            call.Response(_stream.Sink),
            call.IsAnsweredAsWeb || (_stream.CarriesTrailers && upstream.CarriesTrailers));
    }

    /// <summary>Passes the bytes of another protocol on, both ways, until both have ended.</summary>
    private async LoopTask<StreamEnd> TunnelAsync(ClientStream upstream)
    {
        if (_stream.TryWriteHead(Request, Response, hasContent: true, closes: true) != HeadWrite.Done)
            return await FailAsync(UpstreamOutcome.Malformed);
        Stats.Increment(HttpStat.DownstreamCxUpgradesTotal);
        Stats.Increment(HttpStat.DownstreamCxUpgradesActive);
        Clock.Start(Manager.Timeouts.StreamIdleMs);
        _stream.BeginTunnel();
        upstream.BeginTunnel();
        _requestPump.Start(_stream.Content, upstream.Sink, forwardsTrailers: false);
        _responsePump.Start(upstream.Content, _stream.Sink, forwardsTrailers: false);
        _requestPumping = PumpUpAsync(upstream);
        var end = await _responsePump.RunAsync();
        // A direction that broke off ends the other; one that ended well leaves it alone.
        if (end != PumpEnd.Complete)
            upstream.Cancel();
        if (end != PumpEnd.Complete && _requestEnd is null)
            _requestPump.Stop();
        await _requestPumping;
        _requestPumping = LoopTask.Completed;
        Stats.Decrement(HttpStat.DownstreamCxUpgradesActive);
        ReleaseUpstream(isClean: false);
        EndUpstreamRequest();
        return end == PumpEnd.Complete && _requestEnd == PumpEnd.Complete
            ? StreamEnd.Gone
            : StreamEnd.BrokenOff;
    }

    private async LoopTask PumpUpAsync(ClientStream upstream)
    {
        var end = await _requestPump.RunAsync();
        _requestEnd = end;
        if (end == PumpEnd.Complete)
            return;
        upstream.Cancel();
        _responsePump.Stop();
    }

    /// <summary>Passes an interim response on that cannot wait; it is lost when the client takes nothing.</summary>
    public void OnInterimResponse()
    {
        if (!IsInterimWanted)
            return;
        HopByHop.Strip(Response);
        if (_stream.TryWriteInterim(Response) == HeadWrite.Done)
            _stream.Sink.Flush(default, isLast: false, out _);
    }

    private bool IsInterimWanted => Request.Version != HttpVersion.Http10
        && (Response.Status != 100 || Manager.Proxies100Continue);

    /// <summary>Passes an interim response on, if the client can take it and is to have it.</summary>
    private async LoopTask<bool> ForwardInterimAsync()
    {
        if (!IsInterimWanted)
            return true;
        HopByHop.Strip(Response);
        var head = _stream.TryWriteInterim(Response);
        while (head == HeadWrite.Blocked && await WaitForSinkAsync(_stream.Sink))
            head = _stream.TryWriteInterim(Response);
        return head == HeadWrite.Done && await FlushAsync(_stream.Sink);
    }
}
