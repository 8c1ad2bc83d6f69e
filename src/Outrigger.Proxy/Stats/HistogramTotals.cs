namespace Outrigger.Proxy.Stats;

/// <summary>One histogram, merged over the workers.</summary>
internal sealed class HistogramTotals
{
    private readonly long[] _buckets = new long[DurationHistogram.BucketsCount];

    /// <summary>How many durations were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>Their sum, in microseconds.</summary>
    public long SumMicroseconds { get; private set; }

    /// <summary>Adds one worker's histogram.</summary>
    public void Add(DurationHistogram histogram)
    {
        histogram.AddTo(_buckets);
        SumMicroseconds += histogram.SumMicroseconds;
        Count = 0;
        foreach (long count in _buckets)
        {
            Count += count;
        }
    }

    /// <summary>
    /// How many durations were at most so long; a bucket that the bound divides counts by its share.
    /// </summary>
    public long CountUpTo(double boundMicroseconds)
    {
        double count = 0;
        for (int i = 0; i < _buckets.Length; i++)
        {
            double lower = DurationHistogram.LowerBoundOf(i);
            double upper = DurationHistogram.LowerBoundOf(i + 1);
            if (lower > boundMicroseconds)
            {
                break;
            }

            double share = Math.Min(1, (boundMicroseconds - lower + 1) / (upper - lower));
            count += _buckets[i] * share;
        }

        return (long)Math.Round(count, MidpointRounding.AwayFromZero);
    }

    /// <summary>
    /// The duration, in microseconds, that the given share (0 to 1) of all durations did not exceed.
    /// </summary>
    public double Quantile(double share)
    {
        double rank = share * Count;
        double below = 0;
        double last = 0;
        for (int i = 0; i < _buckets.Length; i++)
        {
            if (_buckets[i] == 0)
            {
                continue;
            }

            double lower = DurationHistogram.LowerBoundOf(i);
            double width = DurationHistogram.LowerBoundOf(i + 1) - lower;
            if (below + _buckets[i] >= rank)
            {
                return lower + width * Math.Max(0, rank - below) / _buckets[i];
            }

            below += _buckets[i];
            last = lower + width;
        }

        return last;
    }
}
