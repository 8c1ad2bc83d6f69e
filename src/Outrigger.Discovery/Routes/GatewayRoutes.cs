using Envoy.Config.Route.V3;
using Outrigger.Discovery.Gateways;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Scoping;
using Outrigger.Resources.Networking.Gateways;

namespace Outrigger.Discovery.Routes;

/// <summary>Generates the route configuration of one port of a gateway.</summary>
internal static class GatewayRoutes
{
    public static RouteConfiguration Generate(MeshSnapshot snapshot, ProxyNode proxy, GatewayRouteTable table)
    {
        var hosts = new SortedDictionary<string, List<Route>>(StringComparer.OrdinalIgnoreCase);
        var redirected = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (gateway, server) in table.Servers)
        {
            if (server.Tls?.HttpsRedirect == true && !GatewayServers.EndsInHttp(server))
                AddRedirected(server, hosts, redirected);
            var gatewayName = $"{gateway.Key.Namespace}/{gateway.Key.Name}";
            var context = new RouteContext(snapshot, proxy, (int)server.Port!.Number!.Value, gatewayName);
            foreach (var rule in snapshot.VirtualServices.ForGateway(gatewayName, proxy.Namespace))
            {
                if (rule.Item.Spec.Http.Count == 0) continue;
                var routes = HttpRoutes.Translate(rule, context);
                foreach (var host in SharedHosts(gateway.Key.Namespace, server.Hosts, rule))
                {
                    if (!hosts.TryGetValue(host, out var merged)) hosts[host] = merged = [];
                    merged.AddRange(routes.Select(route => route.Clone()));
                }
            }
        }
        var configuration = new RouteConfiguration
        {
            Name = table.Name,
            ValidateClusters = false,
            MaxDirectResponseBodySizeBytes = 1 << 20,
            IgnorePortInHostMatching = true,
            // Many servers take /admin;x for /admin, and so does what guards them.
            IgnorePathParametersInPathMatching = true,
        };
        foreach (var (host, routes) in hosts)
        {
            var virtualHost = VirtualHosts.Build($"{host}:{table.Number}", [host], CatchAllsLast(routes));
            if (redirected.Any(pattern => HostName.Covers(pattern, host)))
                virtualHost.RequireTls = VirtualHost.Types.TlsRequirementType.All;
            configuration.VirtualHosts.Add(virtualHost);
        }
        return configuration;
    }

    /// <summary>A server that redirects to HTTPS does so for all of its hosts, also those without a rule.</summary>
    private static void AddRedirected(
        GatewayServer server, SortedDictionary<string, List<Route>> hosts, HashSet<string> redirected)
    {
        foreach (var host in server.Hosts.Select(GatewayServers.HostOf))
        {
            redirected.Add(host);
            hosts.TryAdd(host, []);
        }
    }

    /// <summary>
    /// The hosts that a server and a rule both speak of. A server's host may be bound to a namespace
    /// (<c>namespace/host</c>, <c>./host</c>); rules of other namespaces do not get it.
    /// </summary>
    public static IReadOnlyCollection<string> SharedHosts(
        string gatewayNamespace, IReadOnlyList<string> serverHosts, VirtualServiceRule rule)
    {
        var shared = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var serverHost in serverHosts)
        {
            var slash = serverHost.IndexOf('/');
            var allowed = slash < 0 ? "*" : serverHost[..slash];
            if (allowed == ".") allowed = gatewayNamespace;
            if (allowed != "*" && allowed != rule.Namespace) continue;
            var host = slash < 0 ? serverHost : serverHost[(slash + 1)..];
            foreach (var ruled in rule.Hosts)
                if (HostName.Intersect(host, ruled) is { } both) shared.Add(both);
        }
        return shared;
    }

    /// <summary>
    /// Where several VirtualServices share a host their routes follow one another, and one rule's catch-all
    /// must not hide the next rule's routes.
    /// </summary>
    private static IEnumerable<Route> CatchAllsLast(List<Route> routes) =>
        routes.Where(route => !HttpRoutes.MatchesEverything(route.Match))
            .Concat(routes.Where(route => HttpRoutes.MatchesEverything(route.Match)).Take(1));
}
