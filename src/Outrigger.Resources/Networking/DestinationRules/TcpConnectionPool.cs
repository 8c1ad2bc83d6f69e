using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Limits of connections, whatever they carry.</summary>
public sealed record TcpConnectionPool
{
    /// <summary>How long connecting may take; 10 s by default.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>How long an unused TCP connection is kept; 1 h by default, 0 is unlimited.</summary>
    [ParsedOnly]
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>How long a connection may live.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    [ParsedOnly]
    public TimeSpan? MaxConnectionDuration { get; init; }

    /// <summary>How many connections there may be.</summary>
    [ParsedOnly]
    public int? MaxConnections { get; init; }

    /// <summary>Keep-alive probes.</summary>
    [ParsedOnly]
    public TcpKeepalive? TcpKeepalive { get; init; }
}
