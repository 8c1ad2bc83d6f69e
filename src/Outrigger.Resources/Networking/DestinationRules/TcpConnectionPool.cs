using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record TcpConnectionPool.</summary>
public sealed record TcpConnectionPool
{
    /// <summary>Field connectTimeout.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Field idleTimeout.</summary>
    [ParsedOnly]
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Field maxConnectionDuration.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    [ParsedOnly]
    public TimeSpan? MaxConnectionDuration { get; init; }

    /// <summary>Field maxConnections.</summary>
    [ParsedOnly]
    public int? MaxConnections { get; init; }

    /// <summary>Field tcpKeepalive.</summary>
    [ParsedOnly]
    public TcpKeepalive? TcpKeepalive { get; init; }
}
