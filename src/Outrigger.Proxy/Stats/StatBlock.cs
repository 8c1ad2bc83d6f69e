using System.Runtime.CompilerServices;

namespace Outrigger.Proxy.Stats;

/// <summary>
/// The numbers of one scope (a cluster, a listener, …) in one worker. Only that worker writes them, without
/// lock or interlocked instruction; any thread may read them. Keep a reference to it: getting it is not for
/// every request.
/// </summary>
/// <typeparam name="TStat">The enum that lists the statistics.</typeparam>
internal sealed class StatBlock<TStat>
    where TStat : unmanaged, Enum
{
    // One cache line of padding on each side, so that no two workers write to the same line.
    private const int Padding = 8;

    private const int StatusMin = 100;
    private const int StatusClassesCount = 5;
    private const int StatusesPerClass = 100;

    private readonly long[] _values;
    private readonly DurationHistogram?[] _histograms;
    private readonly long[]?[] _statuses = new long[]?[StatusClassesCount];
    private readonly int _histogramsStart;

    /// <summary>Makes a block with all numbers 0.</summary>
    public StatBlock(StatSchema schema)
    {
        _values = new long[schema.HistogramsStart + 2 * Padding];
        _histogramsStart = schema.HistogramsStart;
        _histograms = new DurationHistogram?[schema.Count - schema.HistogramsStart];
    }

    /// <summary>Adds one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Increment(TStat stat) => _values[IndexOf(stat)]++;

    /// <summary>Takes one away from a gauge.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Decrement(TStat stat) => _values[IndexOf(stat)]--;

    /// <summary>Adds any amount.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TStat stat, long amount) => _values[IndexOf(stat)] += amount;

    /// <summary>This worker's number.</summary>
    public long Read(TStat stat) => Volatile.Read(ref _values[IndexOf(stat)]);

    /// <summary>Counts a duration into a histogram.</summary>
    public void Record(TStat histogram, long microseconds)
    {
        ref DurationHistogram? place =
            ref _histograms[Unsafe.BitCast<TStat, int>(histogram) - _histogramsStart];
        if (place is null)
        {
            Volatile.Write(ref place, new DurationHistogram());
        }

        place!.Record(microseconds);
    }

    /// <summary>
    /// Counts a response by its status and its class. Statuses outside 100 to 599 are not counted.
    /// </summary>
    public void CountStatus(int status)
    {
        uint offset = (uint)(status - StatusMin);
        if (offset >= StatusClassesCount * StatusesPerClass)
        {
            return;
        }

        ref long[]? statuses = ref _statuses[offset / StatusesPerClass];
        if (statuses is null)
        {
            Volatile.Write(ref statuses, new long[StatusesPerClass]);
        }

        statuses![offset % StatusesPerClass]++;
    }

    /// <summary>Adds from any thread, for the one block of a scope that the control side shares.</summary>
    internal void AddShared(TStat stat, long amount) => Interlocked.Add(ref _values[IndexOf(stat)], amount);

    /// <summary>Adds all numbers of this block to totals.</summary>
    internal void AddTo(Span<long> values, Span<long> statuses)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] += Volatile.Read(ref _values[i + Padding]);
        }

        for (int i = 0; i < StatusClassesCount; i++)
        {
            long[]? counts = Volatile.Read(ref _statuses[i]);
            for (int j = 0; counts is not null && j < StatusesPerClass; j++)
            {
                statuses[i * StatusesPerClass + j] += Volatile.Read(ref counts[j]);
            }
        }
    }

    /// <summary>One histogram of this worker, or null when nothing was recorded yet.</summary>
    internal DurationHistogram? HistogramAt(int index) => Volatile.Read(ref _histograms[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IndexOf(TStat stat) => Unsafe.BitCast<TStat, int>(stat) + Padding;
}
