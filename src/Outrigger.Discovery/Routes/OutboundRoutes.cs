using Envoy.Config.Route.V3;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Scoping;

namespace Outrigger.Discovery.Routes;

/// <summary>Generates the route configurations of a sidecar's outbound side.</summary>
internal static class OutboundRoutes
{
    /// <summary>
    /// The route configuration of the HTTP proxy in mode NONE: every HTTP service on every port.
    /// </summary>
    public const string HttpProxy = "http_proxy";

    /// <summary>The port that a URL without a port means.</summary>
    private const int DefaultHttpPort = 80;

    /// <summary>
    /// Generates by name: <c>9080</c> for all HTTP services on a port, <c>host:9080</c> for one service whose
    /// protocol is detected, <c>http_proxy</c> for all of them.
    /// </summary>
    public static RouteConfiguration Generate(MeshSnapshot snapshot, ProxyNode proxy, string routeName)
    {
        var withPorts = routeName == HttpProxy;
        var configuration = new RouteConfiguration
        {
            Name = routeName,
            ValidateClusters = false,
            MaxDirectResponseBodySizeBytes = 1 << 20,
            IgnorePortInHostMatching = !withPorts,
        };
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var port in PortsOf(snapshot, proxy, routeName))
        {
            var services = ServicesOn(snapshot, proxy, routeName, port);
            var rules = new RuleRoutes(snapshot, proxy, port);
            foreach (var service in services)
                Add(configuration, service, proxy, port, rules.RoutesOf(service), withPorts, taken);
            if (port == DefaultHttpPort) AddUnregistered(configuration, rules, withPorts, taken);
        }
        configuration.VirtualHosts.Add(VirtualHosts.Unknown(snapshot, proxy));
        return configuration;
    }

    private static IEnumerable<int> PortsOf(MeshSnapshot snapshot, ProxyNode proxy, string routeName)
    {
        if (routeName != HttpProxy) return [int.Parse(routeName[(routeName.LastIndexOf(':') + 1)..])];
        var ports = new SortedSet<int>(snapshot.ServicesVisibleTo(proxy.Namespace)
            .SelectMany(service => service.Ports)
            .Where(IsRoutedByTheHttpProxy)
            .Select(port => port.Number));
        // Hosts that are in no registry are ruled on the default port, whether or not a service has it.
        ports.Add(DefaultHttpPort);
        return ports;
    }

    /// <summary>
    /// What an application sends to an HTTP proxy is HTTP, whether its port declares it or not.
    /// </summary>
    private static bool IsRoutedByTheHttpProxy(MeshServicePort port) =>
        port.Protocol.IsHttp() || port.Protocol == Protocol.Unknown;

    private static List<MeshService> ServicesOn(MeshSnapshot snapshot, ProxyNode proxy, string routeName, int port)
    {
        var colon = routeName.LastIndexOf(':');
        if (colon >= 0)
            return snapshot.FindService(proxy.Namespace, routeName[..colon]) is { } only ? [only] : [];
        return snapshot.ServicesVisibleTo(proxy.Namespace)
            .Where(service => service.FindPort(port) is { } found
                && (routeName == HttpProxy ? IsRoutedByTheHttpProxy(found) : found.Protocol.IsHttp()))
            .ToList();
    }

    /// <summary>
    /// Hosts that VirtualServices rule and no registry knows: on the default port they are routed as well.
    /// </summary>
    private static void AddUnregistered(
        RouteConfiguration configuration, RuleRoutes rules, bool withPorts, HashSet<string> taken)
    {
        foreach (var (host, routes) in rules.Unregistered())
        {
            // Clients may write the default port or leave it out; where ports are ignored one form stands for
            // both.
            string[] names = withPorts ? [host, $"{host}:{DefaultHttpPort}"] : [host];
            var domains = names.Where(name => name != "*" && taken.Add(name)).ToList();
            if (domains.Count == 0) continue;
            configuration.VirtualHosts.Add(
                VirtualHosts.Build($"{host}:{DefaultHttpPort}", domains, Copies(routes)));
        }
    }

    private static void Add(
        RouteConfiguration configuration, MeshService service, ProxyNode proxy, int port,
        IEnumerable<Route> routes, bool withPorts, HashSet<string> taken)
    {
        var names = VirtualHosts.NamesOf(service, proxy.Namespace);
        if (withPorts)
        {
            names = names.SelectMany(name => port == DefaultHttpPort
                ? [name, $"{name}:{port}"]
                : (IEnumerable<string>)[$"{name}:{port}"]);
        }
        var domains = names.Where(taken.Add).ToList();
        if (domains.Count == 0) return;
        configuration.VirtualHosts.Add(
            VirtualHosts.Build($"{service.Host}:{port}", domains, Copies(routes)));
    }

    /// <summary>
    /// A message belongs to one parent only, so services that share a rule get routes of their own.
    /// </summary>
    private static IEnumerable<Route> Copies(IEnumerable<Route> routes) => routes.Select(route => route.Clone());
}
