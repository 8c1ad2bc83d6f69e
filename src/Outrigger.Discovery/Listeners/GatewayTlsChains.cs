using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Outrigger.Discovery.Clusters;
using Outrigger.Discovery.Gateways;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Routes;
using Outrigger.Discovery.Transport;
using Outrigger.Resources.Networking.Gateways;

namespace Outrigger.Discovery.Listeners;

/// <summary>
/// The filter chains of one TLS port of a gateway, chosen by the server name that clients ask for. A name belongs to
/// the first server that has it, oldest Gateway first. A server whose certificate cannot be had opens nothing, and
/// leaves the others as they are.
/// </summary>
internal sealed class GatewayTlsChains(
    MeshSnapshot snapshot, ProxyNode proxy, GatewayPortGroup group, SecurityFilters security)
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FilterChain> _chains = [];

    public List<FilterChain> Generate()
    {
        foreach (var (gateway, server) in group.Servers)
        {
            switch (GatewayServers.ModeOf(server))
            {
                case ServerTlsMode.Passthrough:
                    foreach (var (names, filter) in TlsRoutes.OnGateway(snapshot, proxy, gateway, server))
                        Add(names, filter, socket: null);
                    break;
                case ServerTlsMode.AutoPassthrough:
                    AddEveryService(server);
                    break;
                default:
                    AddEndingHere(gateway, server);
                    break;
            }
        }
        return _chains;
    }

    private void AddEndingHere(ConfigItem<GatewaySpec> gateway, GatewayServer server)
    {
        var isHttp = GatewayServers.EndsInHttp(server);
        var filter = isHttp
            ? HttpConnectionManagers.WithRds(
                snapshot.Options,
                $"outbound_{group.BindAddress}_{group.BindPort}",
                group.TableOf(gateway, server).Name,
                edge: true,
                security: security)
            : GatewayListeners.Bytes(snapshot, proxy, gateway, server);
        if (filter is null || GatewayTls.Socket(snapshot, proxy, server.Tls!, isHttp) is not { } socket) return;
        Add(server.Hosts.Select(GatewayServers.HostOf), filter, socket);
    }

    /// <summary>The server name is itself the destination, for gateways between networks of one mesh.</summary>
    private void AddEveryService(GatewayServer server)
    {
        var hosts = server.Hosts.Select(GatewayServers.HostOf).ToList();
        foreach (var cluster in OutboundClusters.ByServerName(snapshot, proxy))
        {
            if (!ClusterName.TryParseOutbound(cluster.EdsClusterConfig.ServiceName, out _, out _, out var host)
                || !hosts.Any(pattern => HostName.Covers(pattern, host))) continue;
            Add([cluster.Name], TcpProxies.To(cluster.Name), socket: null);
        }
    }

    private void Add(IEnumerable<string> names, Filter filter, TransportSocket? socket)
    {
        var wanted = names.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var own = wanted.Where(name => IsServerName(name) && _taken.Add(name)).ToList();
        if (own.Count == 0) return;
        var match = new FilterChainMatch { TransportProtocol = "tls" };
        // No name at all stands for every name that no other chain has.
        if (!own.Contains("*")) match.ServerNames.Add(own);
        _chains.Add(new FilterChain
        {
            Name = $"{own[0]}_{group.BindPort}",
            FilterChainMatch = match,
            Filters = { filter },
            TransportSocket = socket,
        });
    }

    /// <summary>A wildcard stands for whole labels at the beginning of a name, or for everything.</summary>
    private static bool IsServerName(string name) =>
        !HostName.IsWildcard(name) || name == "*" || name.StartsWith("*.", StringComparison.Ordinal);
}
