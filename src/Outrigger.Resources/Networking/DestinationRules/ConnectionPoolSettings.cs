using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record ConnectionPoolSettings.</summary>
public sealed record ConnectionPoolSettings
{
    /// <summary>Field http.</summary>
    [ParsedOnly]
    public HttpConnectionPool? Http { get; init; }

    /// <summary>Field tcp.</summary>
    public TcpConnectionPool? Tcp { get; init; }
}
