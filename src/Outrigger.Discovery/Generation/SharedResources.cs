using System.Collections.Concurrent;
using Envoy.Config.Cluster.V3;
using Envoy.Config.Endpoint.V3;
using Envoy.Config.Listener.V3;
using Envoy.Config.Route.V3;
using Outrigger.Discovery.Clusters;
using Outrigger.Discovery.Endpoints;
using Outrigger.Discovery.Listeners;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Routes;

namespace Outrigger.Discovery.Generation;

/// <summary>
/// The resources that many proxies have in common, generated once for all of them: a proxy's outbound side depends on
/// little more than its namespace, and a mesh has many more proxies than namespaces. The messages are shared and must
/// not be changed.
/// </summary>
internal sealed class SharedResources
{
    private readonly ConcurrentDictionary<Scope, IReadOnlyList<Cluster>> _clusters;
    private readonly ConcurrentDictionary<Scope, IReadOnlyList<Listener>> _listeners;
    private readonly ConcurrentDictionary<(Scope Scope, string Name), RouteConfiguration> _routes;
    private readonly ConcurrentDictionary<(string Namespace, string Cluster), ClusterLoadAssignment> _endpoints = new();
    private readonly MeshSnapshot _snapshot;

    public SharedResources(MeshSnapshot snapshot)
    {
        _snapshot = snapshot;
        _clusters = new();
        _listeners = new();
        _routes = new();
    }

    /// <summary>What is left of former resources when nothing but endpoints changed.</summary>
    /// <param name="snapshot">The snapshot with the newer endpoints.</param>
    /// <param name="former">The resources of the snapshot before it.</param>
    public SharedResources(MeshSnapshot snapshot, SharedResources former)
    {
        _snapshot = snapshot;
        _clusters = former._clusters;
        _listeners = former._listeners;
        _routes = former._routes;
        foreach (var (key, assignment) in former._endpoints)
            if (HasSameEndpoints(former._snapshot, key.Namespace, key.Cluster)) _endpoints[key] = assignment;
    }

    public IReadOnlyList<Cluster> OutboundClusters(ProxyNode proxy) => _clusters.GetOrAdd(
        ScopeOf(proxy), _ => [.. Clusters.OutboundClusters.Generate(_snapshot, proxy)]);

    /// <summary>The listeners that a capturing sidecar's connections are handed to.</summary>
    public IReadOnlyList<Listener> CapturedListeners(ProxyNode proxy) => _listeners.GetOrAdd(
        ScopeOf(proxy), _ => OutboundListeners.Captured(_snapshot, proxy));

    public RouteConfiguration OutboundRoutes(ProxyNode proxy, string name) => _routes.GetOrAdd(
        (ScopeOf(proxy), name), _ => Routes.OutboundRoutes.Generate(_snapshot, proxy, name));

    public ClusterLoadAssignment Endpoints(ProxyNode proxy, string cluster) => _endpoints.GetOrAdd(
        (proxy.Namespace, cluster), _ => EndpointGenerator.Generate(_snapshot, proxy, cluster));

    private bool HasSameEndpoints(MeshSnapshot former, string clientNamespace, string cluster) =>
        ClusterName.TryParseOutbound(cluster, out var port, out _, out var host)
        && _snapshot.FindService(clientNamespace, host) is { } service
        && _snapshot.Endpoints.SameAs(former.Endpoints, service, port);

    /// <summary>Of a proxy's labels only those count that some VirtualService asks for.</summary>
    private Scope ScopeOf(ProxyNode proxy) => new(
        proxy.Type, proxy.Namespace, proxy.Interception, proxy.VerifiedIdentity is not null,
        string.Join(',', _snapshot.VirtualServices.SourceLabels
            .Where(proxy.Labels.ContainsKey)
            .Select(label => $"{label}={proxy.Labels[label]}")));

    /// <summary>Everything of a proxy that its outbound side depends on.</summary>
    private readonly record struct Scope(
        ProxyType Type, string Namespace, InterceptionMode Interception, bool HasIdentity, string Labels);
}
