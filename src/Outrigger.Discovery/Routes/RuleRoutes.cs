using Envoy.Config.Route.V3;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Scoping;

namespace Outrigger.Discovery.Routes;

/// <summary>
/// The routes of one port of a sidecar's outbound side, each VirtualService translated once.
/// </summary>
internal sealed class RuleRoutes(MeshSnapshot snapshot, ProxyNode proxy, int port)
{
    private readonly RouteContext _context = new(snapshot, proxy, port, VirtualServiceRule.Mesh);
    private readonly SidecarRules _rules = snapshot.VirtualServices.ForSidecar(proxy.Namespace);
    private readonly Dictionary<VirtualServiceRule, IReadOnlyList<Route>> _translated = [];

    /// <summary>The routes of a service: its VirtualService's, else one to its own cluster.</summary>
    public IReadOnlyList<Route> RoutesOf(MeshService service)
    {
        foreach (var rule in _rules.Of(service.Host, static rule => rule.RulesHttp))
            if (Translate(rule) is { Count: > 0 } routes) return routes;
        var cluster = ClusterName.Outbound(port, "", service.Host);
        return [VirtualHosts.DefaultRoute(cluster, $"{service.Host}:{port}/*")];
    }

    /// <summary>The hosts that VirtualServices rule and that no service has, by precedence.</summary>
    public IEnumerable<(string Host, IReadOnlyList<Route> Routes)> Unregistered()
    {
        foreach (var rule in _rules.All)
        {
            if (!rule.RulesHttp || Translate(rule) is not { Count: > 0 } routes) continue;
            foreach (var host in rule.Hosts)
                if (!IsInRegistry(host)) yield return (host, routes);
        }
    }

    private bool IsInRegistry(string host) => HostName.IsWildcard(host)
        ? snapshot.ServicesVisibleTo(proxy.Namespace).Any(service => HostName.Covers(host, service.Host))
        : snapshot.FindService(proxy.Namespace, host) is not null;

    private IReadOnlyList<Route> Translate(VirtualServiceRule rule)
    {
        if (!_translated.TryGetValue(rule, out var routes))
            _translated[rule] = routes = HttpRoutes.Translate(rule, _context);
        return routes;
    }
}
