namespace Outrigger.Bench;

/// <summary>What the load generator saw in one round.</summary>
/// <param name="Requests">Requests answered.</param>
/// <param name="Failures">Answers other than 2xx and 3xx, and socket errors.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="P50Ms">Median latency in milliseconds.</param>
/// <param name="P99Ms">99th percentile in milliseconds.</param>
internal sealed record LoadResult(long Requests, long Failures, double Seconds, double P50Ms, double P99Ms);
