using Envoy.Config.Cluster.V3;
using Envoy.Config.Endpoint.V3;
using Outrigger.Discovery.Clusters;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;

namespace Outrigger.Discovery.Endpoints;

/// <summary>Generates the endpoints of clusters that get them over xDS.</summary>
internal static class EndpointGenerator
{
    /// <summary>
    /// The assignment of one outbound cluster. A cluster whose service has no endpoints gets an empty one: it
    /// must not wait for ever for an answer.
    /// </summary>
    public static ClusterLoadAssignment Generate(MeshSnapshot snapshot, ProxyNode proxy, string clusterName)
    {
        if (!ClusterName.TryParseOutbound(clusterName, out var port, out var subsetName, out var host)
            || snapshot.FindService(proxy.Namespace, host) is not { } service)
            return new ClusterLoadAssignment { ClusterName = clusterName };
        var subset = subsetName.Length == 0
            ? null
            : snapshot.DestinationRules.Find(proxy.Namespace, service)?.Subsets
                .FirstOrDefault(candidate => candidate.Name == subsetName);
        if (subsetName.Length > 0 && subset is null)
            return new ClusterLoadAssignment { ClusterName = clusterName };
        return LoadAssignments.Build(
            clusterName, EndpointSelection.Select(snapshot.EndpointsOf(service, port), subset));
    }

    /// <summary>The assignments of all of the clusters that want one.</summary>
    public static IEnumerable<ClusterLoadAssignment> Generate(
        MeshSnapshot snapshot, ProxyNode proxy, IEnumerable<Cluster> clusters) =>
        clusters.Where(cluster => cluster.Type == Cluster.Types.DiscoveryType.Eds)
            .Select(cluster => cluster.EdsClusterConfig.ServiceName)
            .Distinct(StringComparer.Ordinal)
            .Select(name => snapshot.Shared.Endpoints(proxy, name));
}
