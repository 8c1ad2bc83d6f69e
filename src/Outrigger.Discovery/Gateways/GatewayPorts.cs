using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Resources.Networking.Gateways;

namespace Outrigger.Discovery.Gateways;

/// <summary>Finds what a gateway proxy must listen on.</summary>
internal static class GatewayPorts
{
    /// <summary>The ports in ascending order.</summary>
    public static IReadOnlyList<GatewayPortGroup> Of(MeshSnapshot snapshot, ProxyNode proxy)
    {
        var services = snapshot.Services
            .Where(service => service.Namespace == proxy.Namespace
                && service.Selector is { } selector && Selection.Matches(selector, proxy.Labels))
            .ToList();
        var groups = new SortedDictionary<(int BindPort, string Bind), GatewayPortGroup>();
        foreach (var gateway in snapshot.Gateways.For(proxy.Labels))
        {
            foreach (var server in gateway.Spec.Servers)
            {
                var number = (int)(server.Port?.Number ?? 0);
                if (GatewayServers.KindOf(server) is not { } kind) continue;
                var address = string.IsNullOrEmpty(server.Bind) ? proxy.Address : server.Bind;
                var bindPort = TargetPort(services, number);
                Add(groups, new GatewayPortGroup(
                    number, address, address == proxy.Address, bindPort, kind, [(gateway, server)]));
            }
        }
        return [.. groups.Values];
    }

    /// <summary>Whether the gateway passes connections on to every service of the mesh (AUTO_PASSTHROUGH).</summary>
    public static bool PassesOnByServerName(MeshSnapshot snapshot, ProxyNode proxy) =>
        proxy.Type == ProxyType.Gateway && Of(snapshot, proxy)
            .Where(group => group.Kind == GatewayServerKind.Tls)
            .SelectMany(group => group.Servers)
            .Any(entry => GatewayServers.ModeOf(entry.Server) == ServerTlsMode.AutoPassthrough);

    private static void Add(
        SortedDictionary<(int BindPort, string Bind), GatewayPortGroup> groups, GatewayPortGroup group)
    {
        var key = (group.BindPort, group.BindAddress);
        if (!groups.TryGetValue(key, out var known))
            groups[key] = group;
        // One port speaks one protocol: the older Gateway's.
        else if (known.Kind == group.Kind && known.Kind != GatewayServerKind.Bytes)
            groups[key] = known with { Servers = [.. known.Servers, .. group.Servers] };
    }

    /// <summary>
    /// Clients call the port of the gateway's Service, and the proxy listens on its target.
    /// </summary>
    private static int TargetPort(List<MeshService> services, int number)
    {
        foreach (var service in services)
            if (service.FindPort(number) is { TargetPortName: null } port) return port.NumericTargetPort;
        return number;
    }
}
