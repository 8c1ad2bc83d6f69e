using Outrigger.Http;
using Outrigger.Proxy.Http.Filters.ExternalAuthorization;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Workers;
using Outrigger.Routing.MetadataValues;
using Outrigger.Routing.Routes;

namespace Outrigger.Proxy.Http.Filters;

/// <summary>What filters see of an exchange, and may change of it. One for each exchange, reused.</summary>
/// <param name="exchange">The exchange.</param>
/// <param name="worker">Its worker.</param>
internal sealed class HttpFilterContext(HttpExchange exchange, Worker worker)
{
    /// <summary>The worker.</summary>
    public Worker Worker => worker;

    /// <summary>The exchange.</summary>
    public HttpExchange Exchange => exchange;

    /// <summary>The request; its headers may be changed.</summary>
    public RequestHead Request => exchange.Request;

    /// <summary>The response; there is one when <see cref="HttpFilterModel.OnResponse"/> is called.</summary>
    public ResponseHead Response => exchange.Response;

    /// <summary>The client's connection with its addresses and certificate.</summary>
    public DownstreamConnection Client => exchange.Client;

    /// <summary>The connection as HTTP serves it.</summary>
    public ServerConnection Connection => exchange.Connection;

    /// <summary>What filters learnt of the request.</summary>
    public DynamicMetadata Metadata => exchange.Metadata;

    /// <summary>What routing decided; there may be no route.</summary>
    public RouteDecision Route => exchange.Decision;

    /// <summary>Whether the request has to be routed again, since a filter changed what routing looks at.</summary>
    public bool IsRouteCleared { get; set; }

    /// <summary>Headers that a filter wants the response to have; null for none.</summary>
    public IReadOnlyList<HeaderChange>? AddedResponseHeaders { get; set; }

    /// <summary>What the route sets for a filter; null when nothing.</summary>
    /// <typeparam name="T">The filter's compiled settings of routes.</typeparam>
    /// <param name="filter">The filter.</param>
    public T? RouteSettingsOf<T>(HttpFilterModel filter)
        where T : class =>
        (exchange.Decision.FilterConfigs.Resolved as RouteFilterSettings)?.Find(filter.Name) as T;

    /// <summary>Whether the filter acts on the request's route.</summary>
    /// <param name="filter">The filter.</param>
    public bool IsEnabled(HttpFilterModel filter)
    {
        var settings = (exchange.Decision.FilterConfigs.Resolved as RouteFilterSettings)?.Find(filter.Name);
        return settings is null ? !filter.IsDisabled : settings is not DisabledFilter;
    }
}
