using Outrigger.Net.Tasks;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Upstream;

namespace Outrigger.Proxy.Http;

/// <summary>Step 8: what the exchange used goes back, whole or not, and is counted.</summary>
internal sealed partial class HttpExchange
{
    /// <summary>Ends the endpoint's part: its stream is released, and the request's pump has stopped.</summary>
    private async LoopTask StopRequestAsync(bool isUpstreamClean)
    {
        if (_upstream is { } upstream)
        {
            if (!isUpstreamClean)
                upstream.Cancel();
            if (Request.HasBody)
                await JoinRequestPumpAsync();
            ReleaseUpstream(isUpstreamClean);
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

    private void BeginUpstreamRequest(ClusterState cluster, EndpointState endpoint)
    {
        _isUpstreamRequestActive = true;
        cluster.BeginRequest(endpoint);
    }

    private void EndUpstreamRequest()
    {
        if (Endpoint is not { } endpoint || _cluster is not { } cluster || !_isUpstreamRequestActive)
            return;
        _isUpstreamRequestActive = false;
        cluster.EndRequest(endpoint);
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
