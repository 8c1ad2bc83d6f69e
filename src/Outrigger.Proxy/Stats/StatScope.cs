namespace Outrigger.Proxy.Stats;

/// <summary>
/// The statistics of one thing (a cluster, a listener, an HTTP prefix, an endpoint) in all workers. A
/// worker's block is made when the worker first asks, so what carries no traffic costs next to nothing.
/// </summary>
/// <typeparam name="TStat">The enum that lists the statistics.</typeparam>
internal class StatScope<TStat>
    where TStat : unmanaged, Enum
{
    /// <summary>Statuses 100 to 599.</summary>
    internal const int StatusesCount = 500;

    private readonly StatBlock<TStat>?[] _blocks;
    private StatBlock<TStat>? _control;
    private StatBaseline? _baseline;

    /// <summary>Makes the scope of a proxy with so many workers.</summary>
    public StatScope(int workersCount, StatSchema schema)
    {
        _blocks = new StatBlock<TStat>?[workersCount];
        Schema = schema;
    }

    /// <summary>The names and kinds.</summary>
    public StatSchema Schema { get; }

    /// <summary>The worker's own block. To be called by that worker (0, 1, …) only.</summary>
    public StatBlock<TStat> ForWorker(int workerIndex)
    {
        StatBlock<TStat>? block = _blocks[workerIndex];
        if (block is null)
        {
            block = new StatBlock<TStat>(Schema);
            Volatile.Write(ref _blocks[workerIndex], block);
        }

        return block;
    }

    /// <summary>Adds from a thread that is no worker.</summary>
    public void AddFromControl(TStat stat, long amount = 1)
    {
        StatBlock<TStat>? control = Volatile.Read(ref _control);
        if (control is null)
        {
            var made = new StatBlock<TStat>(Schema);
            control = Interlocked.CompareExchange(ref _control, made, null) ?? made;
        }

        control.AddShared(stat, amount);
    }

    /// <summary>The sum over all workers, since the last reset.</summary>
    public long Read(TStat stat)
    {
        long sum = _control?.Read(stat) ?? 0;
        for (int i = 0; i < _blocks.Length; i++)
        {
            sum += Volatile.Read(ref _blocks[i])?.Read(stat) ?? 0;
        }

        return sum - (_baseline?.Values[System.Runtime.CompilerServices.Unsafe.BitCast<TStat,
            int>(stat)] ?? 0);
    }

    /// <summary>All numbers, merged over the workers.</summary>
    public StatTotals Merge()
    {
        StatTotals totals = MergeRaw();
        StatBaseline? baseline = _baseline;
        if (baseline is not null)
        {
            Subtract(totals.Values, baseline.Values);
            Subtract(totals.Statuses, baseline.Statuses);
        }

        return totals;
    }

    /// <summary>
    /// Sets all counters to 0, not gauges and histograms. Workers are not disturbed: what they had is
    /// subtracted.
    /// </summary>
    public void ResetCounters()
    {
        StatTotals totals = MergeRaw();
        for (int i = 0; i < totals.Values.Length; i++)
        {
            if (Schema.Kinds[i] != StatKind.Counter)
            {
                totals.Values[i] = 0;
            }
        }

        _baseline = new StatBaseline(totals.Values, totals.Statuses);
    }

    /// <summary>One histogram, merged over the workers; null when nothing was recorded.</summary>
    public HistogramTotals? MergeHistogram(int index)
    {
        HistogramTotals? totals = null;
        for (int i = 0; i < _blocks.Length; i++)
        {
            DurationHistogram? histogram = Volatile.Read(ref _blocks[i])?.HistogramAt(index);
            if (histogram is not null)
            {
                totals ??= new HistogramTotals();
                totals.Add(histogram);
            }
        }

        return totals;
    }

    private StatTotals MergeRaw()
    {
        var totals = new StatTotals(new long[Schema.HistogramsStart], new long[StatusesCount]);
        _control?.AddTo(totals.Values, totals.Statuses);
        for (int i = 0; i < _blocks.Length; i++)
        {
            Volatile.Read(ref _blocks[i])?.AddTo(totals.Values, totals.Statuses);
        }

        return totals;
    }

    private static void Subtract(long[] from, long[] amount)
    {
        for (int i = 0; i < from.Length; i++)
        {
            from[i] -= amount[i];
        }
    }

    private sealed record StatBaseline(long[] Values, long[] Statuses);
}

/// <summary>The numbers of one scope, merged over the workers.</summary>
/// <param name="Values">The counters and gauges, by the value of the enum member.</param>
/// <param name="Statuses">Responses by status, from 100 on.</param>
internal sealed record StatTotals(long[] Values, long[] Statuses);
