using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Filters;
using Outrigger.Proxy.PeerMetadata;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http;

/// <summary>The filters before the router, and after it.</summary>
internal sealed partial class HttpExchange
{
    private HttpFilterContext? _filterContext;
    private int _filterIndex;

    /// <summary>The client's workload, as it told; null when it is not known.</summary>
    public WorkloadMetadata? DownstreamPeer { get; set; }

    /// <summary>The endpoint's workload, as it told; null when it is not known.</summary>
    public WorkloadMetadata? UpstreamPeer { get; set; }

    /// <summary>Whether the client told of itself, and so can be told of us.</summary>
    public bool HasPeerAsked { get; set; }

    /// <summary>Lets the filters decide, one after the other, until one has to wait or answers.</summary>
    private FilterVerdict ApplyFilters()
    {
        _filterContext ??= new HttpFilterContext(this, _worker);
        _filterContext.IsRouteCleared = false;
        _filterIndex = 0;
        return ApplyFurtherFilters(_filterContext);
    }

    private FilterVerdict ApplyFurtherFilters(HttpFilterContext context)
    {
        var filters = Manager.Filters.AsSpan();
        for (; _filterIndex < filters.Length; _filterIndex++)
        {
            var filter = filters[_filterIndex];
            if (!context.IsEnabled(filter))
                continue;
            var verdict = filter.Decide(context);
            if (!verdict.IsContinue)
                return verdict;
            RouteAgainIfAsked(context);
        }

        return FilterVerdict.Continue;
    }

    /// <summary>Lets the filter wait that asked for it, and then the further ones decide.</summary>
    private async LoopTask<FilterVerdict> WaitForFilterAsync()
    {
        var context = _filterContext!;
        var verdict = await Manager.Filters[_filterIndex].WaitAsync(context);
        if (!verdict.IsContinue)
            return verdict;
        RouteAgainIfAsked(context);
        _filterIndex++;
        return ApplyFurtherFilters(context);
    }

    /// <summary>The last filter of the configuration is the first to see the response, as in Envoy.</summary>
    private void ApplyResponseFilters()
    {
        if (_filterContext is not { } context)
            return;
        var filters = Manager.Filters.AsSpan();
        for (var index = filters.Length - 1; index >= 0; index--)
        {
            if (filters[index].SeesResponses && context.IsEnabled(filters[index]))
                filters[index].OnResponse(context);
        }
    }

    private void RouteAgainIfAsked(HttpFilterContext context)
    {
        if (!context.IsRouteCleared)
            return;
        context.IsRouteCleared = false;
        MatchRoute();
    }

    /// <summary>The client went away before the request was sent anywhere.</summary>
    private StreamEnd EndAbandoned()
    {
        Flags |= ResponseFlags.DownstreamConnectionTermination;
        Stats.Increment(HttpStat.DownstreamRqRxReset);
        return StreamEnd.Gone;
    }
}
