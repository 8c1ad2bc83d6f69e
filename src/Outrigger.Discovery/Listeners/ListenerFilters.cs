using Envoy.Config.Listener.V3;
using Envoy.Extensions.Filters.Listener.HttpInspector.V3;
using Envoy.Extensions.Filters.Listener.OriginalDst.V3;
using Outrigger.Discovery.Generation;

namespace Outrigger.Discovery.Listeners;

/// <summary>The filters that look at a connection before its filter chain is chosen.</summary>
internal static class ListenerFilters
{
    /// <summary>The application protocols that the HTTP inspector reports for clear-text HTTP.</summary>
    public static readonly string[] PlainHttp = ["http/1.1", "h2c"];

    /// <summary>Recovers the address that a redirected connection was meant for.</summary>
    public static ListenerFilter OriginalDestination() => new()
    {
        Name = "envoy.filters.listener.original_dst",
        TypedConfig = Pack.Any(new OriginalDst()),
    };

    /// <summary>Tells HTTP from other protocols by the first bytes.</summary>
    public static ListenerFilter HttpInspector() => new()
    {
        Name = "envoy.filters.listener.http_inspector",
        TypedConfig = Pack.Any(new HttpInspector()),
    };
}
