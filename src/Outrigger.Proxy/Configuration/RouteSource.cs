using Envoy.Config.Route.V3;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Configuration;

/// <summary>Where a connection manager's routing table comes from.</summary>
/// <param name="Holder">Its place.</param>
/// <param name="DiscoveredName">The name under which it is discovered; null for one given in place.</param>
/// <param name="FetchTimeoutMs">How long its listener waits for it, in milliseconds; 0 = for ever.</param>
/// <param name="Inline">The one given in place, or null.</param>
internal sealed record RouteSource(
    RouteTableHolder Holder, string? DiscoveredName, int FetchTimeoutMs, RouteConfiguration? Inline);
