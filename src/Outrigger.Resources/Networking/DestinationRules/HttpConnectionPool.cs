using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Limits of connections that carry HTTP.</summary>
public sealed record HttpConnectionPool
{
    /// <summary>Whether HTTP/1.1 connections are upgraded to HTTP/2.</summary>
    public H2UpgradePolicy? H2UpgradePolicy { get; init; }

    /// <summary>How many requests may wait for a connection.</summary>
    public int? Http1MaxPendingRequests { get; init; }

    /// <summary>Pings that keep HTTP/2 connections alive.</summary>
    public Http2KeepAlive? Http2KeepAlive { get; init; }

    /// <summary>How many requests may be under way.</summary>
    public int? Http2MaxRequests { get; init; }

    /// <summary>How long an unused connection is kept; 1 h by default.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>How many streams an HTTP/2 connection may carry at once.</summary>
    public int? MaxConcurrentStreams { get; init; }

    /// <summary>How many requests a connection may carry in its life; 0 is unlimited.</summary>
    public int? MaxRequestsPerConnection { get; init; }

    /// <summary>How many repetitions may be under way.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>Whether the upstream protocol is the client's.</summary>
    public bool? UseClientProtocol { get; init; }
}
