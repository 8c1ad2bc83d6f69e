using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record HttpConnectionPool.</summary>
public sealed record HttpConnectionPool
{
    /// <summary>Field h2UpgradePolicy.</summary>
    public H2UpgradePolicy? H2UpgradePolicy { get; init; }

    /// <summary>Field http1MaxPendingRequests.</summary>
    public int? Http1MaxPendingRequests { get; init; }

    /// <summary>Field http2KeepAlive.</summary>
    public Http2KeepAlive? Http2KeepAlive { get; init; }

    /// <summary>Field http2MaxRequests.</summary>
    public int? Http2MaxRequests { get; init; }

    /// <summary>Field idleTimeout.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Field maxConcurrentStreams.</summary>
    public int? MaxConcurrentStreams { get; init; }

    /// <summary>Field maxRequestsPerConnection.</summary>
    public int? MaxRequestsPerConnection { get; init; }

    /// <summary>Field maxRetries.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>Field useClientProtocol.</summary>
    public bool? UseClientProtocol { get; init; }
}
