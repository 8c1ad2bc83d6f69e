using Outrigger.Proxy.Dns;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Configuration;

/// <summary>A cluster that was compiled, and what it takes to fill it with endpoints.</summary>
internal sealed class CompiledCluster
{
    /// <summary>The cluster.</summary>
    public required ClusterModel Model { get; init; }

    /// <summary>The endpoints of a STATIC cluster and the names of a DNS cluster; empty for others.</summary>
    public EndpointPlan Endpoints { get; init; } = EndpointPlan.Empty;

    /// <summary>The name of an EDS cluster's load assignment; null for others.</summary>
    public string? EdsName { get; init; }

    /// <summary>
    /// How long an EDS cluster waits for its first endpoints, in milliseconds; 0 = for ever.
    /// </summary>
    public int EdsFetchTimeoutMs { get; init; }

    /// <summary>How a DNS cluster's names are looked up; null for others.</summary>
    public DnsRefreshPolicy? DnsRefresh { get; init; }

    /// <summary>Which IP versions a DNS cluster looks up.</summary>
    public DnsLookupFamily DnsFamily { get; init; }
}
