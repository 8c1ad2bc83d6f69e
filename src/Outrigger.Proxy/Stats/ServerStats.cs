namespace Outrigger.Proxy.Stats;

/// <summary>The statistics under <c>server</c>, computed when they are asked for.</summary>
/// <param name="time">The clock; uptime counts from now.</param>
/// <param name="concurrency">How many workers there are.</param>
/// <param name="state">
/// The state as Envoy numbers it: 0 live, 1 draining, 2 pre-initializing, 3 initializing.
/// </param>
/// <param name="droppedLogLines">How many log lines were dropped.</param>
internal sealed class ServerStats(
    TimeProvider time, int concurrency, Func<int> state, Func<long> droppedLogLines) : IStatSource
{
    private readonly long _startedAt = time.GetTimestamp();

    /// <inheritdoc/>
    public void Visit(IStatVisitor visitor)
    {
        int current = state();
        Gauge(visitor, "server.live", current == 0 ? 1 : 0);
        Gauge(visitor, "server.state", current);
        Gauge(visitor, "server.concurrency", concurrency);
        Gauge(visitor, "server.uptime", (long)time.GetElapsedTime(_startedAt).TotalSeconds);
        Gauge(visitor, "server.memory_allocated", GC.GetTotalMemory(forceFullCollection: false));
        Gauge(visitor, "server.memory_heap_size", GC.GetGCMemoryInfo().TotalCommittedBytes);
        Gauge(visitor, "server.memory_physical_size", Environment.WorkingSet);
        // Envoy's value for "no certificate".
        Gauge(visitor, "server.days_until_first_cert_expiring", uint.MaxValue);
        visitor.Number(StatName.Plain("outrigger.log.dropped"), StatKind.Counter, droppedLogLines());
    }

    private static void Gauge(IStatVisitor visitor, string name, long value) =>
        visitor.Number(StatName.Plain(name), StatKind.Gauge, value);
}
