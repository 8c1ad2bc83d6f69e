using System.Numerics;

namespace Outrigger.Proxy.Stats;

/// <summary>
/// Counts durations in buckets that grow with the duration: exact below 16 µs, then 16 buckets per power of
/// two, so that a bucket is never wider than 1/16 of its values. One thread writes; any thread may read.
/// </summary>
internal sealed class DurationHistogram
{
    private const int SubBucketBits = 4;
    private const int SubBucketsCount = 1 << SubBucketBits;

    /// <summary>Longer durations, above about 12 days, count into the last bucket.</summary>
    private const int ExponentMax = 40;

    /// <summary>How many buckets there are.</summary>
    public const int BucketsCount = (ExponentMax - SubBucketBits + 2) * SubBucketsCount;

    // Buckets come in blocks of one power of two each, made when first hit: most histograms need three or
    // four of them.
    private readonly long[]?[] _blocks = new long[]?[BucketsCount / SubBucketsCount];
    private long _sumMicroseconds;

    /// <summary>The sum of all durations, in microseconds.</summary>
    public long SumMicroseconds => Volatile.Read(ref _sumMicroseconds);

    /// <summary>Counts one duration. Negative ones count as 0.</summary>
    public void Record(long microseconds)
    {
        microseconds = Math.Max(0, microseconds);
        int bucket = BucketOf(microseconds);
        ref long[]? block = ref _blocks[bucket >> SubBucketBits];
        if (block is null)
        {
            Volatile.Write(ref block, new long[SubBucketsCount]);
        }

        block![bucket & (SubBucketsCount - 1)]++;
        _sumMicroseconds += microseconds;
    }

    /// <summary>
    /// Adds the counts of all buckets to <paramref name="totals"/>, which has <see cref="BucketsCount"/>
    /// places.
    /// </summary>
    public void AddTo(Span<long> totals)
    {
        for (int i = 0; i < _blocks.Length; i++)
        {
            long[]? block = Volatile.Read(ref _blocks[i]);
            for (int j = 0; block is not null && j < SubBucketsCount; j++)
            {
                totals[(i << SubBucketBits) + j] += Volatile.Read(ref block[j]);
            }
        }
    }

    /// <summary>The bucket of a duration.</summary>
    public static int BucketOf(long microseconds)
    {
        if (microseconds < SubBucketsCount)
        {
            return (int)microseconds;
        }

        int exponent = BitOperations.Log2((ulong)microseconds);
        if (exponent > ExponentMax)
        {
            return BucketsCount - 1;
        }

        int shift = exponent - SubBucketBits;
        return ((shift + 1) << SubBucketBits) + (int)((microseconds >> shift) & (SubBucketsCount - 1));
    }

    /// <summary>
    /// The shortest duration of a bucket, in microseconds; of the bucket after the last one, where that ends.
    /// </summary>
    public static long LowerBoundOf(int bucket)
    {
        if (bucket < SubBucketsCount)
        {
            return bucket;
        }

        int shift = (bucket >> SubBucketBits) - 1;
        return (long)(SubBucketsCount + (bucket & (SubBucketsCount - 1))) << shift;
    }
}
