using Envoy.Config.Core.V3;
using Outrigger.Routing.Rewrites;

namespace Outrigger.Routing.Actions;

/// <summary>
/// The request goes to a cluster: <c>envoy.config.route.v3.RouteAction</c>. Which one is in the decision,
/// because weights and headers may choose it anew for each request.
/// </summary>
public sealed class ForwardAction
{
    internal ForwardAction(ClusterTarget target, WeightedClusters? weighted)
    {
        Target = target;
        Weighted = weighted;
    }

    /// <summary>The clusters that share the requests, in order; empty when there is one cluster.</summary>
    public IReadOnlyList<WeightedClusterEntry> WeightedClusters => Weighted?.Entries ?? [];

    /// <summary>The status of the answer when the cluster does not exist; 503 by default.</summary>
    public int ClusterNotFoundStatus { get; internal init; }

    /// <summary>How the path is rewritten, if it is.</summary>
    public PathRewrite? PathRewrite { get; internal init; }

    /// <summary>
    /// How the host is rewritten, if it is. A weighted cluster's own rewrite goes before it.
    /// </summary>
    public HostRewrite? HostRewrite { get; internal init; }

    /// <summary>Whether a rewritten host is kept in <c>x-forwarded-host</c>.</summary>
    public bool AppendsForwardedHost { get; internal init; }

    /// <summary>
    /// The longest time from the end of the request to the end of the response in milliseconds, over all
    /// tries; 0 for no limit, 15 000 by default.
    /// </summary>
    public long TimeoutMs { get; internal init; }

    /// <summary>
    /// The longest silence in milliseconds; 0 for no limit, null for the connection manager's.
    /// </summary>
    public long? IdleTimeoutMs { get; internal init; }

    /// <summary>
    /// The most that a gRPC client may ask for with <c>grpc-timeout</c>, in milliseconds, which then takes the place of
    /// <see cref="TimeoutMs"/>: null to ignore that header, 0 for no bound. Follows <c>max_grpc_timeout</c>.
    /// </summary>
    public long? GrpcTimeoutMaxMs { get; internal init; }

    /// <summary>What is taken off the client's <c>grpc-timeout</c>, in milliseconds.</summary>
    public long GrpcTimeoutOffsetMs { get; internal init; }

    /// <summary>
    /// When to try again; null for never. The route's own policy, or else the virtual host's.
    /// </summary>
    public RetryPolicy? RetryPolicy { get; internal init; }

    /// <summary>Which set of the cluster's limits the request counts against.</summary>
    public RoutingPriority Priority { get; internal init; }

    /// <summary>
    /// What the route says about upgrades; the connection manager's settings hold for all others.
    /// </summary>
    public IReadOnlyList<UpgradeRule> Upgrades { get; internal init; } = [];

    /// <summary>The longest time of a stream; null for the connection manager's.</summary>
    public StreamDurationLimit? StreamDuration { get; internal init; }

    /// <summary>What endpoints must carry in their metadata (subsets); null for nothing.</summary>
    public Metadata? MetadataMatch { get; internal init; }

    internal ClusterTarget Target { get; }

    internal WeightedClusters? Weighted { get; }
}
