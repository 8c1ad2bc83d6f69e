using System.Collections.Frozen;

namespace Outrigger.Proxy.Model;

/// <summary>
/// Which gRPC calls are counted by method. Follows <c>envoy.extensions.filters.http.grpc_stats.v3.FilterConfig</c>.
/// </summary>
/// <param name="CountsAllMethods">Whether every method has statistics of its own.</param>
/// <param name="Methods">The paths (<c>/service/method</c>) that have statistics of their own in any case.</param>
/// <param name="CountsDurations">Whether durations are counted too.</param>
/// <param name="ReplacesDots">Whether dots in the names of services become underscores.</param>
internal sealed record GrpcStatsOptions(
    bool CountsAllMethods, FrozenSet<string> Methods, bool CountsDurations, bool ReplacesDots);
