using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Dynamic;

/// <summary>The gauges of clusters that are read off their endpoints when they are asked for.</summary>
internal sealed class MembershipStats(ConfigurationManager manager) : IStatSource
{
    /// <inheritdoc/>
    public void Visit(IStatVisitor visitor)
    {
        foreach (ClusterModel cluster in manager.Current.Clusters)
        {
            EndpointSet endpoints = cluster.Endpoints;
            ScopeName name = ScopeName.Cluster(cluster.Stats.ClusterName);
            visitor.Number(name.Of("membership_total"), StatKind.Gauge, endpoints.EndpointsCount);
            visitor.Number(name.Of("membership_healthy"), StatKind.Gauge, endpoints.HealthyCount);
            visitor.Number(name.Of("membership_degraded"), StatKind.Gauge, endpoints.DegradedCount);
            visitor.Number(name.Of("membership_excluded"), StatKind.Gauge, endpoints.ExcludedCount);
        }
    }
}
