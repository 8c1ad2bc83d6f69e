using Envoy.Config.Listener.V3;
using Envoy.Extensions.Filters.Listener.HttpInspector.V3;
using Envoy.Extensions.Filters.Listener.OriginalDst.V3;
using Envoy.Type.V3;
using Outrigger.Discovery.Generation;

namespace Outrigger.Discovery.Listeners;

/// <summary>The filters that look at a connection before its filter chain is chosen.</summary>
internal static class ListenerFilters
{
    /// <summary>The application protocols that the HTTP inspector reports for clear-text HTTP.</summary>
    public static readonly string[] PlainHttp = ["http/1.1", "h2c"];

    private const string HttpInspectorName = "envoy.filters.listener.http_inspector";

    /// <summary>Recovers the address that a redirected connection was meant for.</summary>
    public static ListenerFilter OriginalDestination() => new()
    {
        Name = "envoy.filters.listener.original_dst",
        TypedConfig = Pack.Any(new OriginalDst()),
    };

    /// <summary>
    /// Makes a listener tell HTTP from other protocols by the first bytes. A server that speaks first would
    /// be waited for in vain, so after the timeout the connection counts as TCP.
    /// </summary>
    public static void AddHttpInspector(Listener listener, TimeSpan timeout)
    {
        if (listener.ListenerFilters.Any(filter => filter.Name == HttpInspectorName)) return;
        listener.ListenerFilters.Add(new ListenerFilter
        {
            Name = HttpInspectorName,
            TypedConfig = Pack.Any(new HttpInspector()),
        });
        listener.ListenerFiltersTimeout = Pack.Duration(timeout);
        listener.ContinueOnListenerFiltersTimeout = true;
    }

    /// <summary>
    /// Spares the connections to all other ports the HTTP inspector: where nothing is to be found out, a client that
    /// waits for its server must not wait for us.
    /// </summary>
    public static void InspectOnly(Listener listener, IReadOnlyList<int> ports)
    {
        var inspector = listener.ListenerFilters.FirstOrDefault(filter => filter.Name == HttpInspectorName);
        if (inspector is null) return;
        var rules = ports.Select(port => new ListenerFilterChainMatchPredicate
        {
            DestinationPortRange = new Int32Range { Start = port, End = port + 1 },
        }).ToList();
        var isInspected = rules.Count == 1 ? rules[0] : new ListenerFilterChainMatchPredicate
        {
            OrMatch = new ListenerFilterChainMatchPredicate.Types.MatchSet { Rules = { rules } },
        };
        inspector.FilterDisabled = new ListenerFilterChainMatchPredicate { NotMatch = isInspected };
    }
}
