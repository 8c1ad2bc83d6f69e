using Envoy.Config.Route.V3;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Registry;

namespace Outrigger.Discovery.Routes;

/// <summary>The routes of a sidecar's inbound side: everything goes to the application.</summary>
internal static class InboundRoutes
{
    public static RouteConfiguration Generate(InboundPort port)
    {
        var cluster = ClusterName.Inbound(port.TargetPort);
        var operation = $"{port.Service.Host}:{port.ServicePort.Number}/*";
        return new RouteConfiguration
        {
            Name = cluster,
            ValidateClusters = false,
            VirtualHosts =
            {
                new VirtualHost
                {
                    Name = $"inbound|http|{port.ServicePort.Number}",
                    Domains = { "*" },
                    Routes = { VirtualHosts.DefaultRoute(cluster, operation) },
                },
            },
        };
    }
}
