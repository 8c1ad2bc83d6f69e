using Envoy.Config.Route.V3;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Scoping;

namespace Outrigger.Discovery.Routes;

/// <summary>The routes of gRPC clients: one configuration for each port of each service.</summary>
internal static class GrpcRoutes
{
    public static string NameOf(MeshService service, MeshServicePort port) =>
        ClusterName.Outbound(port.Number, "", service.Host);

    public static IEnumerable<RouteConfiguration> Generate(MeshSnapshot snapshot, ProxyNode proxy)
    {
        foreach (var service in snapshot.ServicesVisibleTo(proxy.Namespace))
        {
            foreach (var port in service.Ports)
            {
                if (port.Protocol == Protocol.Udp) continue;
                yield return new RouteConfiguration
                {
                    Name = NameOf(service, port),
                    // Whoever got here asked for this service by one name or another.
                    VirtualHosts =
                    {
                        new VirtualHost
                        {
                            Name = $"{service.Host}:{port.Number}",
                            Domains = { "*" },
                            Routes = { RoutesOf(snapshot, proxy, service, port) },
                        },
                    },
                };
            }
        }
    }

    private static List<Route> RoutesOf(
        MeshSnapshot snapshot, ProxyNode proxy, MeshService service, MeshServicePort port)
    {
        var context = new RouteContext(snapshot, proxy, port.Number, VirtualServiceRule.Mesh);
        foreach (var rule in snapshot.VirtualServices.ForSidecar(proxy.Namespace)
            .Of(service.Host, static rule => rule.RulesHttp))
        {
            var routes = HttpRoutes.Translate(rule, context);
            if (routes.Count > 0) return routes;
        }
        var cluster = ClusterName.Outbound(port.Number, "", service.Host);
        return [VirtualHosts.DefaultRoute(cluster, $"{service.Host}:{port.Number}/*")];
    }
}
