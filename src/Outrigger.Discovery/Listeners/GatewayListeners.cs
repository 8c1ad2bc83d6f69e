using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Outrigger.Discovery.Gateways;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Routes;

namespace Outrigger.Discovery.Listeners;

/// <summary>The listeners of a gateway: one for each port that some Gateway opens on it.</summary>
internal static class GatewayListeners
{
    public static IEnumerable<Listener> Generate(MeshSnapshot snapshot, ProxyNode proxy)
    {
        foreach (var group in GatewayPorts.Of(snapshot, proxy))
        {
            if (FilterOf(snapshot, proxy, group) is not { } filter) continue;
            var listener = new Listener
            {
                Name = $"{group.BindAddress}_{group.BindPort}",
                Address = Pack.Address(group.BindAddress, group.BindPort),
                TrafficDirection = TrafficDirection.Outbound,
                FilterChains = { new FilterChain { Filters = { filter } } },
            };
            EdgeProfile.Apply(listener);
            yield return listener;
        }
    }

    private static Filter? FilterOf(MeshSnapshot snapshot, ProxyNode proxy, GatewayPortGroup group)
    {
        if (group.IsHttp)
        {
            var statPrefix = $"outbound_{group.BindAddress}_{group.BindPort}";
            var bridgesGrpcWeb = group.Servers.Any(
                entry => ProtocolSelection.Parse(entry.Server.Port!.Protocol) == Protocol.GrpcWeb);
            return HttpConnectionManagers.WithRds(
                snapshot.Options, statPrefix, group.RouteName, edge: true, bridgesGrpcWeb);
        }
        var (gateway, server) = group.Servers[0];
        var gatewayName = $"{gateway.Key.Namespace}/{gateway.Key.Name}";
        var context = new RouteContext(snapshot, proxy, (int)server.Port!.Number!.Value, gatewayName);
        return snapshot.VirtualServices.ForGateway(gatewayName, proxy.Namespace)
            .Where(rule => GatewayRoutes.SharedHosts(gateway.Key.Namespace, server.Hosts, rule).Count > 0)
            .Select(rule => TcpRoutes.OnGateway(rule, context))
            .FirstOrDefault(filter => filter is not null);
    }
}
