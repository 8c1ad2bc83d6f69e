using Envoy.Config.Listener.V3;
using Outrigger.Discovery.Gateways;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Routes;
using Outrigger.Discovery.Scoping;
using Outrigger.Resources.Networking.Gateways;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Discovery.Listeners;

/// <summary>
/// Decides where TLS that is not ended goes, by the server name that the client asks for: the TLS routes of
/// VirtualServices.
/// </summary>
internal static class TlsRoutes
{
    /// <summary>The routes of a server that passes TLS on: server names, and where they lead.</summary>
    public static IEnumerable<(IEnumerable<string> ServerNames, Filter Filter)> OnGateway(
        MeshSnapshot snapshot, ProxyNode proxy, ConfigItem<GatewaySpec> gateway, GatewayServer server)
    {
        var gatewayName = $"{gateway.Key.Namespace}/{gateway.Key.Name}";
        var context = new RouteContext(snapshot, proxy, (int)server.Port!.Number!.Value, gatewayName);
        foreach (var rule in snapshot.VirtualServices.ForGateway(gatewayName, proxy.Namespace))
        {
            if (GatewayRoutes.SharedHosts(gateway.Key.Namespace, server.Hosts, rule).Count == 0) continue;
            var hosts = server.Hosts.Select(GatewayServers.HostOf).ToList();
            foreach (var (names, filter) in Of(rule, context))
            {
                var shared = names.SelectMany(name => hosts.Select(host => HostName.Intersect(host, name)))
                    .OfType<string>();
                yield return (shared, filter);
            }
        }
    }

    /// <summary>The routes of a rule that hold for a listener, in their order.</summary>
    public static IEnumerable<(IReadOnlyList<string> ServerNames, Filter Filter)> Of(
        VirtualServiceRule rule, RouteContext context)
    {
        foreach (var route in rule.Item.Spec.Tls)
        {
            var names = route.Match.Where(match => AppliesTo(match, rule, context))
                .SelectMany(match => match.SniHosts)
                .Select(name => name.ToLowerInvariant())
                .Distinct(StringComparer.Ordinal)
                .ToList();
            if (names.Count > 0) yield return (names, TcpRoutes.To(route.Route, rule, context));
        }
    }

    private static bool AppliesTo(TlsMatchAttributes match, VirtualServiceRule rule, RouteContext context)
    {
        if (match.Port is { } port && port != context.Port) return false;
        if (match.Gateways.Count > 0 && !match.Gateways.Any(name =>
            VirtualServiceRule.ResolveGateway(name, rule.Namespace) == context.Gateway)) return false;
        if (context.Gateway != VirtualServiceRule.Mesh) return true;
        if (!Selection.Matches(match.SourceLabels, context.Proxy.Labels)) return false;
        return string.IsNullOrEmpty(match.SourceNamespace) || match.SourceNamespace == context.Proxy.Namespace;
    }
}
