namespace Outrigger.Identity.Registration;

/// <summary>
/// How often each caller may ask: a bucket of tokens for each, refilled steadily. Bounded; callers whose bucket is full
/// again are forgotten. Thread-safe.
/// </summary>
/// <param name="burst">How many requests a caller may make at once.</param>
/// <param name="refill">The time after which it may make one more.</param>
/// <param name="time">The clock.</param>
internal sealed class CallerLimits(int burst, TimeSpan refill, TimeProvider time)
{
    private const int CallersMax = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Whether a caller may ask now; counts as a request if so.</summary>
    public bool TryTake(string caller)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (!_buckets.TryGetValue(caller, out var bucket))
            {
                if (_buckets.Count >= CallersMax) ForgetTheFull(now);
                if (_buckets.Count >= CallersMax) return false;
                bucket = new Bucket(burst, now);
            }

            var tokens = TokensOf(bucket, now);
            _buckets[caller] = new Bucket(tokens >= 1 ? tokens - 1 : tokens, now);
            return tokens >= 1;
        }
    }

    private double TokensOf(Bucket bucket, long now) =>
        Math.Min(burst, bucket.Tokens + (time.GetElapsedTime(bucket.At, now) / refill));

    private void ForgetTheFull(long now)
    {
        foreach (var (caller, bucket) in _buckets)
        {
            if (TokensOf(bucket, now) >= burst) _buckets.Remove(caller);
        }
    }

    private readonly record struct Bucket(double Tokens, long At);
}
