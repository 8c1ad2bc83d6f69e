using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Limits of connections to a service.</summary>
public sealed record ConnectionPoolSettings
{
    /// <summary>Limits for HTTP.</summary>
    [ParsedOnly]
    public HttpConnectionPool? Http { get; init; }

    /// <summary>Limits for any connection.</summary>
    public TcpConnectionPool? Tcp { get; init; }
}
