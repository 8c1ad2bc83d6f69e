namespace Outrigger.Proxy.Stats;

/// <summary>Takes the statistics one by one.</summary>
internal interface IStatVisitor
{
    /// <summary>A counter or gauge.</summary>
    void Number(in StatName name, StatKind kind, long value);

    /// <summary>A distribution of durations; null when nothing was recorded yet.</summary>
    void Histogram(in StatName name, HistogramTotals? totals);
}

/// <summary>Gives the statistics of one part of the program when asked.</summary>
internal interface IStatSource
{
    /// <summary>Shows every statistic to <paramref name="visitor"/>. May be called from any thread.</summary>
    void Visit(IStatVisitor visitor);
}
