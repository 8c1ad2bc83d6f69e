using System.Collections.Immutable;
using Envoy.Extensions.Filters.Network.TcpProxy.V3;
using Outrigger.Proxy.Model;
using Outrigger.Routing.Tunnels;

namespace Outrigger.Proxy.Configuration;

/// <summary>Compiles <c>envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy</c>.</summary>
internal sealed class TcpProxyCompiler(CompileEnvironment environment, CompileReport report)
{
    private readonly FieldReader _fields = new(report);

    /// <summary>The model; not to be used with errors in the report.</summary>
    public TcpProxyModel Compile(TcpProxy proxy, FieldPath path)
    {
        _fields.RequireName(proxy.StatPrefix, path, "stat_prefix");
        report.Unimplemented(
            path, "metadata_match", proxy.MetadataMatch is not null, "all endpoints of the cluster are used");
        if (proxy.MaxConnectAttempts == 0)
        {
            report.Error(path.Field("max_connect_attempts"), "found 0, expected 1 or more");
        }

        ImmutableArray<WeightedClusterModel> clusters = CompileClusters(proxy, path);
        ulong weightsTotal = clusters.Aggregate(0UL, (sum, cluster) => sum + cluster.Weight);
        return new TcpProxyModel
        {
            Stats = environment.Stats.Tcp(proxy.StatPrefix),
            Clusters = clusters,
            WeightsTotal = weightsTotal,
            IdleTimeoutMs = _fields.Milliseconds(proxy.IdleTimeout, 3_600_000, path, "idle_timeout"),
            ConnectAttemptsMax = FieldReader.Number(proxy.MaxConnectAttempts, 1),
            ConnectionDurationMaxMs = _fields.Milliseconds(
                proxy.MaxDownstreamConnectionDuration, 0, path, "max_downstream_connection_duration"),
            Tunnel = CompileTunnel(proxy.TunnelingConfig, path.Field("tunneling_config")),
        };
    }

    private TunnelRequest? CompileTunnel(TcpProxy.Types.TunnelingConfig? config, FieldPath path)
    {
        if (config is null)
        {
            return null;
        }

        TunnelRequestResult result = TunnelRequest.Compile(config);
        foreach (Routing.Compilation.ConfigurationError error in result.Errors)
        {
            report.Error(path.Field(error.FieldPath), error.Message);
        }

        return result.Request;
    }

    private ImmutableArray<WeightedClusterModel> CompileClusters(TcpProxy proxy, FieldPath path)
    {
        switch (proxy.ClusterSpecifierCase)
        {
            case TcpProxy.ClusterSpecifierOneofCase.Cluster:
                _fields.RequireName(proxy.Cluster, path, "cluster");
                ClusterSlot slot = environment.ClusterSlots.GetOrAdd(proxy.Cluster);
                return [new WeightedClusterModel(slot, Weight: 1)];
            case TcpProxy.ClusterSpecifierOneofCase.WeightedClusters:
                return CompileWeighted(proxy.WeightedClusters, path.Field("weighted_clusters"));
            default:
                report.Error(path, "found neither cluster nor weighted_clusters");
                return [];
        }
    }

    private ImmutableArray<WeightedClusterModel> CompileWeighted(
        TcpProxy.Types.WeightedCluster weighted, FieldPath path)
    {
        if (weighted.Clusters.Count == 0)
        {
            report.Error(path.Field("clusters"), "found no cluster, expected at least one");
        }

        var clusters = ImmutableArray.CreateBuilder<WeightedClusterModel>(weighted.Clusters.Count);
        for (int i = 0; i < weighted.Clusters.Count; i++)
        {
            TcpProxy.Types.WeightedCluster.Types.ClusterWeight cluster = weighted.Clusters[i];
            FieldPath clusterPath = path.Item("clusters", i);
            _fields.RequireName(cluster.Name, clusterPath, "name");
            report.Unimplemented(
                clusterPath, "metadata_match", cluster.MetadataMatch is not null,
                "all endpoints of the cluster are used");
            if (cluster.Weight == 0)
            {
                report.Error(clusterPath.Field("weight"), "found 0, expected 1 or more");
            }

            clusters.Add(
                new WeightedClusterModel(environment.ClusterSlots.GetOrAdd(cluster.Name), cluster.Weight));
        }

        return clusters.MoveToImmutable();
    }
}
