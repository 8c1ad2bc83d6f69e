using Envoy.Config.Listener.V3;
using Envoy.Extensions.Filters.Listener.HttpInspector.V3;
using Envoy.Extensions.Filters.Listener.OriginalDst.V3;
using Envoy.Extensions.Filters.Listener.TlsInspector.V3;
using Envoy.Type.V3;
using Outrigger.Discovery.Generation;

namespace Outrigger.Discovery.Listeners;

/// <summary>The filters that look at a connection before its filter chain is chosen.</summary>
internal static class ListenerFilters
{
    /// <summary>The application protocols that the HTTP inspector reports for clear-text HTTP.</summary>
    public static readonly string[] PlainHttp = ["http/1.1", "h2c"];

    /// <summary>The name of the filter that tells HTTP.</summary>
    public const string HttpInspectorName = "envoy.filters.listener.http_inspector";

    /// <summary>The name of the filter that tells TLS.</summary>
    public const string TlsInspectorName = "envoy.filters.listener.tls_inspector";

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
    public static void AddHttpInspector(Listener listener, TimeSpan timeout) =>
        Add(listener, timeout, new ListenerFilter
        {
            Name = HttpInspectorName,
            TypedConfig = Pack.Any(new HttpInspector()),
        });

    /// <summary>
    /// Makes a listener tell TLS, with its server name and application protocols, from other bytes. After the timeout
    /// the connection counts as clear text.
    /// </summary>
    public static void AddTlsInspector(Listener listener, TimeSpan timeout) =>
        Add(listener, timeout, new ListenerFilter
        {
            Name = TlsInspectorName,
            TypedConfig = Pack.Any(new TlsInspector()),
        });

    /// <summary>
    /// Spares the connections to all other ports an inspector: where nothing is to be found out, a client that
    /// waits for its server must not wait for us.
    /// </summary>
    public static void LookOnlyAt(Listener listener, string inspector, IReadOnlyList<int> ports) =>
        Find(listener, inspector).FilterDisabled = new ListenerFilterChainMatchPredicate { NotMatch = Any(ports) };

    /// <summary>Spares the connections to some ports an inspector.</summary>
    public static void LookPast(Listener listener, string inspector, IReadOnlyList<int> ports) =>
        Find(listener, inspector).FilterDisabled = Any(ports);

    private static ListenerFilter Find(Listener listener, string name) =>
        listener.ListenerFilters.First(filter => filter.Name == name);

    private static void Add(Listener listener, TimeSpan timeout, ListenerFilter filter)
    {
        if (listener.ListenerFilters.Any(known => known.Name == filter.Name)) return;
        listener.ListenerFilters.Add(filter);
        listener.ListenerFiltersTimeout = Pack.Duration(timeout);
        listener.ContinueOnListenerFiltersTimeout = true;
    }

    private static ListenerFilterChainMatchPredicate Any(IReadOnlyList<int> ports)
    {
        var rules = ports.Select(port => new ListenerFilterChainMatchPredicate
        {
            DestinationPortRange = new Int32Range { Start = port, End = port + 1 },
        }).ToList();
        return rules.Count == 1 ? rules[0] : new ListenerFilterChainMatchPredicate
        {
            OrMatch = new ListenerFilterChainMatchPredicate.Types.MatchSet { Rules = { rules } },
        };
    }
}
