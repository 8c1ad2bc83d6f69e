using Envoy.Config.Cluster.V3;
using Outrigger.ControlPlane.Configuration;
using Outrigger.ControlPlane.Security;
using Outrigger.Discovery;
using Outrigger.Discovery.Proxies;
using Outrigger.Xds;
using Outrigger.Xds.Server.Caching;

namespace Outrigger.ControlPlane.Push;

/// <summary>What one node is served, and the state of the mesh that it was made from.</summary>
internal sealed class ProxyResourceSet(
    NodeGroup group, ProxyNode proxy, NamedResources named, RootCertificateSecret rootCertificate)
{
    private readonly Lock _gate = new();
    private MeshState? _last;
    private IReadOnlyList<Cluster> _clusters = [];

    public NodeGroup Group { get; } = group;

    public ProxyNode Proxy { get; } = proxy;

    /// <summary>
    /// Brings the cache up to a state of the mesh; an older one than the last is left alone.
    /// </summary>
    public void Update(ResourceCache cache, MeshState state)
    {
        lock (_gate)
        {
            if (_last is { } last && last.Revision >= state.Revision && cache.Find(Group) is not null) return;
            if (_last is { } before && cache.Find(Group) is { } snapshot
                && MeshSnapshot.OnlyEndpointsDiffer(before.Mesh, state.Mesh, Proxy))
                UpdateEndpoints(cache, snapshot, state);
            else
                UpdateEverything(cache, state);
            _last = state;
        }
    }

    /// <summary>Brings the trust bundle in the cache up to the newest, if the proxy gets it.</summary>
    public void UpdateRootCertificate(ResourceCache cache)
    {
        if (Proxy.VerifiedIdentity is null) return;
        lock (_gate)
        {
            if (_last is { } last)
                cache.Update(Group, last.Version, TypeUrl.Secret, [rootCertificate.Current.Resource], []);
        }
    }

    private void UpdateEndpoints(ResourceCache cache, ResourceSnapshot snapshot, MeshState state)
    {
        var endpoints = ResourceGenerator.GenerateEndpoints(state.Mesh, Proxy, _clusters)
            .Select(assignment => named.Of(assignment.ClusterName, assignment));
        cache.Set(Group, snapshot.With(
            state.Version, TypeUrl.ClusterLoadAssignment,
            (snapshot.Find(TypeUrl.ClusterLoadAssignment) ?? ResourceSet.Empty).With(endpoints, [])));
    }

    private void UpdateEverything(ResourceCache cache, MeshState state)
    {
        var resources = ResourceGenerator.Generate(state.Mesh, Proxy);
        _clusters = resources.Clusters;
        cache.Set(Group, ResourceSnapshot.Create(state.Version,
        [
            .. resources.Clusters.Select(cluster => named.Of(cluster.Name, cluster)),
            .. resources.Endpoints.Select(load => named.Of(load.ClusterName, load)),
            // A proxy with a new listener is up to date only when it has the listener's routes as well.
            .. resources.Listeners.Select(listener => named.Of(
                listener.Name, listener, warmedBy: ResourceGenerator.RouteNamesOf(listener))),
            .. resources.Routes.Select(routes => named.Of(routes.Name, routes)),
            .. resources.Secrets.Select(secret => named.Of(secret.Name, secret)),
            // Which roots to trust is told only to those who trust us already.
            .. Proxy.VerifiedIdentity is not null ? [rootCertificate.Current.Resource] : Array.Empty<NamedResource>(),
        ]));
    }
}
