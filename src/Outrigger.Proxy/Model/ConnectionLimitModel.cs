using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Model;

/// <summary>
/// How many connections a filter chain serves at once, in all workers together. Follows
/// <c>envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit</c>.
/// </summary>
internal sealed class ConnectionLimitModel
{
    private readonly SharedStat _active;
    private readonly SharedStat _limited;
    private long _count;

    /// <summary>Makes the limit with no connection counted.</summary>
    /// <param name="registry">Where its statistics are kept.</param>
    /// <param name="statPrefix">Its <c>stat_prefix</c>.</param>
    public ConnectionLimitModel(StatsRegistry registry, string statPrefix)
    {
        _active = registry.Gauge($"connection_limit.{statPrefix}.active_connections");
        _limited = registry.Counter($"connection_limit.{statPrefix}.limited_connections");
    }

    /// <summary>Connections at once; 1 or more.</summary>
    public required long ConnectionsMax { get; init; }

    /// <summary>
    /// How long a connection beyond the limit is held before it is closed, in milliseconds, so that a client
    /// that tries again at once is slowed down; 0 = closed at once.
    /// </summary>
    public int DelayMs { get; init; }

    /// <summary>Counts a connection in; false when there are as many as there may be. Any thread.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= ConnectionsMax)
        {
            _active.Add();
            return true;
        }

        Interlocked.Decrement(ref _count);
        _limited.Add();
        return false;
    }

    /// <summary>Counts a connection out that was counted in. Any thread.</summary>
    public void Leave()
    {
        Interlocked.Decrement(ref _count);
        _active.Add(-1);
    }
}
