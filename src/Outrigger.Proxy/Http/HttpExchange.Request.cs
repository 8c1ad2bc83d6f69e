using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Filters;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Routing.Routes;

namespace Outrigger.Proxy.Http;

/// <summary>Steps 1 to 3: from bytes to a decision.</summary>
internal sealed partial class HttpExchange
{
    private long HeadDeadlineMs()
    {
        var timeouts = Manager.Timeouts;
        var deadlineMs = long.MaxValue;
        if (timeouts.RequestHeadersMs > 0)
            deadlineMs = _loop.NowMs + timeouts.RequestHeadersMs;
        return Math.Min(deadlineMs, Clock.DeadlineMs);
    }

    private LocalReply RefusalOf(HeadOutcome outcome)
    {
        Request.KeepAlive = false;
        if (outcome == HeadOutcome.Overloaded)
        {
            Stats.Increment(HttpStat.DownstreamRqOverloadClose);
            return LocalReply.Overloaded;
        }

        if (outcome == HeadOutcome.TimedOut)
        {
            Request.Clear();
            Stats.Increment(HttpStat.DownstreamRqHeaderTimeout);
            return LocalReply.RequestTimeout;
        }

        var refusal = _stream.Refusal;
        Request.Clear();
        Stats.Increment(HttpStat.DownstreamCxProtocolError);
        if (refusal.Status == 431)
            Stats.Increment(HttpStat.DownstreamRqTooLarge);
        return refusal;
    }

    /// <summary>Steps 2 and 3, and then what was decided.</summary>
    private LoopTask<StreamEnd> RouteAsync()
    {
        if (!TryMatch(out var reply))
            return ReplyAsync(reply);
        var verdict = Manager.Filters.IsEmpty ? FilterVerdict.Continue : ApplyFilters();
        return verdict.IsWait ? WaitAndActAsync() : ActAsync(verdict);
    }

    private async LoopTask<StreamEnd> WaitAndActAsync()
    {
        FilterVerdict verdict;
        do
            verdict = await WaitForFilterAsync();
        while (verdict.IsWait);
        return await ActAsync(verdict);
    }

    private LoopTask<StreamEnd> ActAsync(FilterVerdict verdict)
    {
        if (verdict.IsClientGone)
            return new LoopTask<StreamEnd>(EndAbandoned());
        if (!verdict.IsContinue)
            return ReplyAsync(verdict.Reply);
        return TryAct(out var reply) ? ForwardAsync() : ReplyAsync(reply);
    }

    /// <summary>
    /// Finds the request's route; false when it is answered by <paramref name="reply"/>. What follows of the
    /// route comes after the filters, so that nobody learns of routes that a policy keeps from him.
    /// </summary>
    private bool TryMatch(out LocalReply reply)
    {
        RecogniseGrpc();
        if (!RequestHeaders.TryPrepare(_connection, Request, out reply))
            return false;
        MatchRoute();
        return true;
    }

    private void MatchRoute()
    {
        _routes = Manager.Routes.Current;
        _decision = _routes is null
            ? default
            : _routes.Table.Match(new RequestView(Request, _metadata), ref _worker.Random);
    }

    /// <summary>
    /// Decides what is done with the request; false when it is answered here, by <paramref name="reply"/>.
    /// </summary>
    private bool TryAct(out LocalReply reply)
    {
        if (_routes is not null)
        {
            switch (_decision.Kind)
            {
                case RouteDecisionKind.Forward:
                    return TryFindCluster(_routes, out reply);
                case RouteDecisionKind.DirectResponse:
                    Stats.Increment(HttpStat.RqDirectResponse);
                    reply = new LocalReply(_decision.DirectResponse!.Status, _decision.DirectResponse.Body);
                    return false;
                case RouteDecisionKind.Redirect or RouteDecisionKind.TlsRedirect:
                    Stats.Increment(HttpStat.RqRedirect);
                    reply = new LocalReply(_decision.RedirectStatus, default);
                    return false;
            }
        }

        Stats.Increment(HttpStat.NoRoute);
        reply = LocalReply.NoRoute;
        return false;
    }

    private bool TryFindCluster(RouteTableModel routes, out LocalReply reply)
    {
        Stats.Increment(HttpStat.RqTotal);
        reply = default;
        if (!TryChooseTunnel(out reply))
            return false;
        var slot = _decision.Cluster is { } reference ? routes.Clusters[reference.Index] : ClusterByHeader();
        _cluster = slot is null ? null : _worker.Clusters.Find(slot, ref _worker.Random);
        if (_cluster is null)
        {
            Stats.Increment(HttpStat.NoCluster);
            reply = LocalReply.NoCluster(_decision.Forward!.ClusterNotFoundStatus);
            return false;
        }

        return true;
    }

    private ClusterSlot? ClusterByHeader()
    {
        // Only routes that name their cluster by a header come here; they pay for the look-up by name.
        var name = System.Text.Encoding.UTF8.GetString(_decision.ReadClusterName(new RequestView(Request)));
        return _worker.Config.ClustersByName.TryGetValue(name, out var model) ? model.Slot : null;
    }
}
