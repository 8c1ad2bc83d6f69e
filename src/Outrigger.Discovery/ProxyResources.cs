using Envoy.Config.Cluster.V3;
using Envoy.Config.Endpoint.V3;
using Envoy.Config.Listener.V3;
using Envoy.Config.Route.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;

namespace Outrigger.Discovery;

/// <summary>Everything that one proxy is told.</summary>
/// <param name="Clusters">Clusters, by name.</param>
/// <param name="Endpoints">Cluster load assignments of the clusters that get their endpoints over
/// xDS.</param>
/// <param name="Listeners">Listeners.</param>
/// <param name="Routes">The route configurations that the listeners refer to.</param>
/// <param name="Secrets">The Secrets that clusters and listeners refer to, as far as they are for the proxy.</param>
public sealed record ProxyResources(
    IReadOnlyList<Cluster> Clusters,
    IReadOnlyList<ClusterLoadAssignment> Endpoints,
    IReadOnlyList<Listener> Listeners,
    IReadOnlyList<RouteConfiguration> Routes,
    IReadOnlyList<Secret> Secrets);
