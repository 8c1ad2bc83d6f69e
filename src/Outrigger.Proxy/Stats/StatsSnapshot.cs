using System.Text.RegularExpressions;

namespace Outrigger.Proxy.Stats;

/// <summary>Which statistics are asked for.</summary>
/// <param name="UsedOnly">Only numbers other than 0 and histograms with values.</param>
/// <param name="Filter">Only flat names in which this pattern is found; null = all.</param>
internal sealed record StatsQuery(bool UsedOnly = false, Regex? Filter = null);

/// <summary>The statistics at one moment, as a query asked for them, ready to be written.</summary>
internal sealed class StatsSnapshot : IStatVisitor
{
    private readonly StatsQuery _query;
    private readonly List<NumberSample> _numbers = [];
    private readonly List<HistogramSample> _histograms = [];

    private StatsSnapshot(StatsQuery query)
    {
        _query = query;
    }

    /// <summary>The counters and gauges, by flat name.</summary>
    public IReadOnlyList<NumberSample> Numbers => _numbers;

    /// <summary>The histograms, by flat name.</summary>
    public IReadOnlyList<HistogramSample> Histograms => _histograms;

    /// <summary>Reads the statistics of a source.</summary>
    public static StatsSnapshot Take(IStatSource source, StatsQuery query)
    {
        var snapshot = new StatsSnapshot(query);
        source.Visit(snapshot);
        snapshot._numbers.Sort((left, right) => string.CompareOrdinal(left.Name.Text, right.Name.Text));
        snapshot._histograms.Sort((left, right) => string.CompareOrdinal(left.Name.Text, right.Name.Text));
        return snapshot;
    }

    /// <inheritdoc/>
    public void Number(in StatName name, StatKind kind, long value)
    {
        if ((!_query.UsedOnly || value != 0) && IsWanted(name))
        {
            _numbers.Add(new NumberSample(name, kind, value));
        }
    }

    /// <inheritdoc/>
    public void Histogram(in StatName name, HistogramTotals? totals)
    {
        if ((!_query.UsedOnly || totals is { Count: > 0 }) && IsWanted(name))
        {
            _histograms.Add(new HistogramSample(name, totals));
        }
    }

    private bool IsWanted(in StatName name) => _query.Filter?.IsMatch(name.Text) ?? true;
}

/// <summary>A counter or gauge at one moment.</summary>
/// <param name="Name">Its names.</param>
/// <param name="Kind">A counter or a gauge.</param>
/// <param name="Value">The number.</param>
internal readonly record struct NumberSample(StatName Name, StatKind Kind, long Value);

/// <summary>A histogram at one moment.</summary>
/// <param name="Name">Its names.</param>
/// <param name="Totals">The merged buckets; null when nothing was recorded.</param>
internal readonly record struct HistogramSample(StatName Name, HistogramTotals? Totals);
