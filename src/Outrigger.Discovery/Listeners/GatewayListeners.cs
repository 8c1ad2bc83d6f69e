using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Outrigger.Discovery.Gateways;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Routes;
using Outrigger.Resources.Networking.Gateways;

namespace Outrigger.Discovery.Listeners;

/// <summary>The listeners of a gateway: one for each port that some Gateway opens on it.</summary>
internal static class GatewayListeners
{
    public static IEnumerable<Listener> Generate(MeshSnapshot snapshot, ProxyNode proxy)
    {
        var security = SecurityFilters.Of(snapshot, proxy);
        foreach (var group in GatewayPorts.Of(snapshot, proxy))
        {
            var chains = ChainsOf(snapshot, proxy, group, security);
            // A listener without chains is refused; nothing could come of its connections.
            if (chains.Count == 0) continue;
            foreach (var chain in chains) security.Guard(chain);
            var listener = new Listener
            {
                Name = $"{group.BindAddress}_{group.BindPort}",
                Address = Pack.Address(group.BindAddress, group.BindPort),
                TrafficDirection = TrafficDirection.Outbound,
                FilterChains = { chains },
            };
            if (group.Kind == GatewayServerKind.Tls)
                ListenerFilters.AddTlsInspector(listener, snapshot.Options.ProtocolDetectionTimeout);
            EdgeProfile.Apply(listener);
            yield return listener;
        }
    }

    private static List<FilterChain> ChainsOf(
        MeshSnapshot snapshot, ProxyNode proxy, GatewayPortGroup group, SecurityFilters security)
    {
        switch (group.Kind)
        {
            case GatewayServerKind.Tls:
                return new GatewayTlsChains(snapshot, proxy, group, security).Generate();
            case GatewayServerKind.Http:
                return [new FilterChain { Filters = { Http(snapshot, group, security) } }];
            default:
                var (gateway, server) = group.Servers[0];
                return Bytes(snapshot, proxy, gateway, server) is { } filter
                    ? [new FilterChain { Filters = { filter } }]
                    : [];
        }
    }

    /// <summary>Where a server's bytes go: the first TCP rule that speaks of it; null when none does.</summary>
    public static Filter? Bytes(
        MeshSnapshot snapshot, ProxyNode proxy, ConfigItem<GatewaySpec> gateway, GatewayServer server)
    {
        var gatewayName = $"{gateway.Key.Namespace}/{gateway.Key.Name}";
        var context = new RouteContext(snapshot, proxy, (int)server.Port!.Number!.Value, gatewayName);
        return snapshot.VirtualServices.ForGateway(gatewayName, proxy.Namespace)
            .Where(rule => GatewayRoutes.SharedHosts(gateway.Key.Namespace, server.Hosts, rule).Count > 0)
            .Select(rule => TcpRoutes.OnGateway(rule, context))
            .FirstOrDefault(filter => filter is not null);
    }

    private static Filter Http(MeshSnapshot snapshot, GatewayPortGroup group, SecurityFilters security)
    {
        var bridgesGrpcWeb = group.Servers.Any(
            entry => ProtocolSelection.Parse(entry.Server.Port!.Protocol) == Protocol.GrpcWeb);
        return HttpConnectionManagers.WithRds(
            snapshot.Options,
            $"outbound_{group.BindAddress}_{group.BindPort}",
            group.RouteTables.First().Name,
            edge: true,
            bridgesGrpcWeb,
            security);
    }
}
