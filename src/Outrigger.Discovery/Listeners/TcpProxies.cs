using Envoy.Config.Listener.V3;
using Envoy.Extensions.Filters.Network.TcpProxy.V3;
using Outrigger.Discovery.Generation;

namespace Outrigger.Discovery.Listeners;

/// <summary>Builds TCP proxy filters.</summary>
internal static class TcpProxies
{
    /// <summary>A TCP proxy to one cluster.</summary>
    public static Filter To(string cluster) => To(cluster, [(cluster, 1)]);

    /// <summary>A TCP proxy that splits connections between clusters by weight.</summary>
    /// <param name="statPrefix">The prefix of the statistics.</param>
    /// <param name="clusters">At least one cluster with its weight; a lone one ignores it.</param>
    public static Filter To(string statPrefix, IReadOnlyList<(string Cluster, int Weight)> clusters)
    {
        var proxy = new TcpProxy { StatPrefix = statPrefix };
        if (clusters.Count == 1)
        {
            proxy.Cluster = clusters[0].Cluster;
        }
        else
        {
            proxy.WeightedClusters = new TcpProxy.Types.WeightedCluster();
            foreach (var (cluster, weight) in clusters)
            {
                proxy.WeightedClusters.Clusters.Add(
                    new TcpProxy.Types.WeightedCluster.Types.ClusterWeight { Name = cluster, Weight = (uint)weight });
            }
        }
        return new Filter { Name = "envoy.filters.network.tcp_proxy", TypedConfig = Pack.Any(proxy) };
    }
}
