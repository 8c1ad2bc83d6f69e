using Envoy.Config.Cluster.V3;
using Envoy.Config.Endpoint.V3;
using Envoy.Config.Listener.V3;
using Envoy.Config.Route.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Outrigger.Discovery.Clusters;
using Outrigger.Discovery.Endpoints;
using Outrigger.Discovery.Gateways;
using Outrigger.Discovery.Listeners;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Routes;
using Filter = Envoy.Config.Listener.V3.Filter;
using Outrigger.Discovery.Transport;

namespace Outrigger.Discovery;

/// <summary>
/// Generates what a proxy is told: pure functions of the mesh's snapshot and of the proxy's node. The same
/// input gives the same bytes, so a control plane that starts anew serves the same versions and nothing
/// moves.
/// </summary>
public static class ResourceGenerator
{
    /// <summary>Everything for one proxy.</summary>
    public static ProxyResources Generate(MeshSnapshot snapshot, ProxyNode proxy)
    {
        var clusters = GenerateClusters(snapshot, proxy);
        var listeners = GenerateListeners(snapshot, proxy);
        return new ProxyResources(
            clusters,
            GenerateEndpoints(snapshot, proxy, clusters),
            listeners,
            GenerateRoutes(snapshot, proxy, listeners),
            ServedSecrets.Of(snapshot, proxy, clusters, listeners));
    }

    /// <summary>
    /// The endpoints alone, for a snapshot that differs from the last in nothing else
    /// (<see cref="MeshSnapshot.WithEndpointsOf"/>).
    /// </summary>
    /// <param name="snapshot">The newer snapshot.</param>
    /// <param name="proxy">The proxy.</param>
    /// <param name="clusters">The clusters that the proxy was given.</param>
    public static IReadOnlyList<ClusterLoadAssignment> GenerateEndpoints(
        MeshSnapshot snapshot, ProxyNode proxy, IReadOnlyList<Cluster> clusters) =>
        [.. EndpointGenerator.Generate(snapshot, proxy, clusters)];

    /// <summary>The names of the route configurations that a listener takes from RDS.</summary>
    /// <param name="listener">The listener.</param>
    public static IEnumerable<string> RouteNamesOf(Listener listener)
    {
        foreach (var filter in FiltersOf(listener))
        {
            if (!filter.TypedConfig.TryUnpack<HttpConnectionManager>(out var manager)) continue;
            if (manager.Rds is { } rds) yield return rds.RouteConfigName;
        }
    }

    private static List<Cluster> GenerateClusters(MeshSnapshot snapshot, ProxyNode proxy)
    {
        IEnumerable<Cluster> clusters = snapshot.Shared.OutboundClusters(proxy)
            .Concat(OutboundClusters.ByServerName(snapshot, proxy));
        if (proxy.Type != ProxyType.GrpcClient) clusters = clusters.Concat(InboundClusters.Defaults(snapshot, proxy));
        if (proxy.Type == ProxyType.Sidecar)
            clusters = clusters.Concat(InboundClusters.Generate(snapshot, proxy));
        return [.. clusters];
    }

    private static List<Listener> GenerateListeners(MeshSnapshot snapshot, ProxyNode proxy) =>
        proxy.Type switch
        {
            ProxyType.Gateway => [.. GatewayListeners.Generate(snapshot, proxy)],
            ProxyType.GrpcClient => [.. GrpcListeners.Generate(snapshot, proxy)],
            _ => [.. OutboundListeners.Generate(snapshot, proxy), .. InboundListeners.Generate(snapshot, proxy)],
        };

    private static List<RouteConfiguration> GenerateRoutes(
        MeshSnapshot snapshot, ProxyNode proxy, List<Listener> listeners)
    {
        if (proxy.Type == ProxyType.GrpcClient) return [.. GrpcRoutes.Generate(snapshot, proxy)];
        var names = new SortedSet<string>(listeners.SelectMany(RouteNamesOf), StringComparer.Ordinal);
        if (proxy.Type == ProxyType.Gateway)
        {
            return GatewayPorts.Of(snapshot, proxy)
                .SelectMany(group => group.RouteTables)
                .Where(table => names.Contains(table.Name))
                .Select(table => GatewayRoutes.Generate(snapshot, proxy, table))
                .ToList();
        }
        return names.Select(name => snapshot.Shared.OutboundRoutes(proxy, name)).ToList();
    }

    private static IEnumerable<Filter> FiltersOf(Listener listener)
    {
        IEnumerable<FilterChain> chains = listener.FilterChains;
        if (listener.DefaultFilterChain is { } last) chains = chains.Append(last);
        return chains.SelectMany(chain => chain.Filters);
    }
}
