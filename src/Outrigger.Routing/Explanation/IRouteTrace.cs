using Outrigger.Routing.Matching;
using Outrigger.Routing.Routes;

namespace Outrigger.Routing.Explanation;

/// <summary>
/// Watches a decision being made. Live traffic is matched with <see cref="NoTrace"/>, whose empty methods the
/// compiler removes, so that explaining and doing are one code.
/// </summary>
public interface IRouteTrace
{
    /// <summary>A virtual host was found for the request's host, or none.</summary>
    /// <param name="virtualHost">The virtual host; null for none.</param>
    /// <param name="domain">Which kind of domain matched.</param>
    void OnVirtualHost(VirtualHostEntry? virtualHost, DomainMatchKind domain);

    /// <summary>The virtual host takes requests over TLS only, and this one is redirected.</summary>
    /// <param name="virtualHost">The virtual host.</param>
    void OnTlsRequired(VirtualHostEntry virtualHost);

    /// <summary>A route was tried.</summary>
    /// <param name="route">The route.</param>
    /// <param name="miss">The first condition that failed; none when the route is chosen.</param>
    /// <param name="conditionIndex">The place of the header or parameter that failed, from 0.</param>
    void OnRoute(RouteEntry route, RouteMiss miss, int conditionIndex);
}
