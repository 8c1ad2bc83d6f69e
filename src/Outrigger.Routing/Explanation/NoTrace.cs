using Outrigger.Routing.Matching;
using Outrigger.Routing.Routes;

namespace Outrigger.Routing.Explanation;

/// <summary>Watches nothing.</summary>
public readonly struct NoTrace : IRouteTrace
{
    /// <inheritdoc/>
    public void OnVirtualHost(VirtualHostEntry? virtualHost, DomainMatchKind domain)
    {
    }

    /// <inheritdoc/>
    public void OnTlsRequired(VirtualHostEntry virtualHost)
    {
    }

    /// <inheritdoc/>
    public void OnRoute(RouteEntry route, RouteMiss miss, int conditionIndex)
    {
    }
}
