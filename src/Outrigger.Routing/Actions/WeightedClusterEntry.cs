using Envoy.Config.Core.V3;
using Outrigger.Routing.Mutations;
using Outrigger.Routing.Rewrites;
using Outrigger.Routing.Routes;

namespace Outrigger.Routing.Actions;

/// <summary>One cluster and its share of a route's requests: <c>WeightedCluster.ClusterWeight</c>.</summary>
public sealed class WeightedClusterEntry
{
    internal WeightedClusterEntry(ClusterTarget target, uint weight)
    {
        Target = target;
        Weight = weight;
    }

    /// <summary>The cluster; null when a header names it.</summary>
    public ClusterReference? Cluster => Target.Cluster;

    /// <summary>The share, relative to the sum of the route's weights.</summary>
    public uint Weight { get; }

    /// <summary>How the host is rewritten for this cluster, if it is.</summary>
    public HostRewrite? HostRewrite { get; internal init; }

    /// <summary>What happens to the request's headers, of all levels.</summary>
    public HeaderMutationPlan RequestMutations { get; internal init; } = HeaderMutationPlan.None;

    /// <summary>What happens to the response's headers, of all levels.</summary>
    public HeaderMutationPlan ResponseMutations { get; internal init; } = HeaderMutationPlan.None;

    /// <summary>What endpoints must carry in their metadata, next to the route's; null for nothing.</summary>
    public Metadata? MetadataMatch { get; internal init; }

    /// <summary>
    /// The settings of filters, by filter name: this cluster's, else the route's, else the host's.
    /// </summary>
    public FilterConfigs FilterConfigs { get; internal init; } = FilterConfigs.Empty;

    internal ClusterTarget Target { get; }
}
