namespace Outrigger.Bench.Scenarios;

/// <summary>
/// What our proxy has to reach: a limit in a column, in the column's own unit or as a factor of the best peer's value.
/// </summary>
/// <param name="Column">The index of the column that is judged.</param>
/// <param name="Limit">The limit.</param>
/// <param name="HigherIsBetter">Whether the value must not be below the limit; else it must not be above.</param>
/// <param name="IsAbsolute">Whether the limit is in the column's unit; else it is a factor.</param>
internal sealed record Target(int Column, double Limit, bool HigherIsBetter = false, bool IsAbsolute = false)
{
    /// <summary>The peers of which the best counts; all when empty. Others are there for information.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The peer that ours is compared with: the best in the column, of those that have a value.</summary>
    public Row? BestPeer(IEnumerable<Row> rows)
    {
        var peers = rows.Where(row => row.Values[Column] is not null
            && (References.Count == 0 ? row.Peer != ScenarioResult.Ours : References.Contains(row.Peer)));
        return HigherIsBetter
            ? peers.MaxBy(row => row.Values[Column])
            : peers.MinBy(row => row.Values[Column]);
    }

    /// <summary>What is compared with the limit; null when ours or every peer lacks it.</summary>
    public double? Measure(IReadOnlyList<Row> rows)
    {
        var ours = rows.FirstOrDefault(row => row.Peer == ScenarioResult.Ours)?.Values[Column];
        if (IsAbsolute) return ours;
        return ours / BestPeer(rows)?.Values[Column];
    }

    public bool IsMet(double measured) => HigherIsBetter ? measured >= Limit : measured <= Limit;
}
