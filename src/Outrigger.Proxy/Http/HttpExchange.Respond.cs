using Outrigger.Http;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http;

/// <summary>Step 7: the client gets the endpoint's response.</summary>
internal sealed partial class HttpExchange
{
    /// <summary>
    /// Whether a tunnel was asked for: when it is refused, what the client sent into it must not pass for its next
    /// request (RFC 9931).
    /// </summary>
    private bool IsConnect => Request.MethodKind == RequestMethod.Connect;

    private bool IsRequestComplete => !Request.HasBody || _requestEnd == PumpEnd.Complete;

    /// <summary>Passes the endpoint's response on.</summary>
    private async LoopTask<StreamEnd> RespondAsync()
    {
        var upstream = _upstream!;
        CountResponse();
        var serviceTime = _loop.NowMicroseconds - _sentMicroseconds;
        UpstreamHeaders.PrepareResponse(this, _decision, _connection, serviceTime);
        if (!Manager.Filters.IsEmpty)
            ApplyResponseFilters();
        ResponseHeaders.Prepare(_connection, Request, Response, isLocal: false);
        if (IsTunnelOpen)
            return await TunnelAsync(upstream);

        upstream.BeginContent(Response);
        if (IsGrpc)
            _call!.PrepareResponse(Response);
        var closes = IsConnect || (!IsRequestComplete && !Response.KeepAlive);
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
            return IsConnect ? StreamEnd.Unread : StreamEnd.Complete;
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
