namespace Outrigger.Bench.Loads;

/// <summary>What the load generator saw in one round.</summary>
/// <param name="Done">Requests answered, connections made, or messages that went there and back.</param>
/// <param name="Failures">Answers other than 2xx and 3xx, and socket errors.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="P50Ms">Median latency in milliseconds; null where the generator does not tell.</param>
/// <param name="P99Ms">99th percentile in milliseconds; null where the generator does not tell.</param>
internal sealed record LoadResult(
    long Done, long Failures, double Seconds, double? P50Ms = null, double? P99Ms = null);
