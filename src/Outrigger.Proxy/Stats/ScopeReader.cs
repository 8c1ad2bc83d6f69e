namespace Outrigger.Proxy.Stats;

/// <summary>Shows the merged numbers of a scope to a visitor.</summary>
internal static class ScopeReader
{
    /// <summary>Shows all statistics of <paramref name="scope"/>.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="name">How its statistics are named.</param>
    /// <param name="statusStat">
    /// The name that responses by status have (<c>upstream_rq</c>), or null: there are none.
    /// </param>
    /// <param name="visitor">Who takes them.</param>
    public static void Visit<TStat>(
        StatScope<TStat> scope, ScopeName name, string? statusStat, IStatVisitor visitor)
        where TStat : unmanaged, Enum
    {
        StatSchema schema = scope.Schema;
        StatTotals totals = scope.Merge();
        for (int i = 0; i < totals.Values.Length; i++)
        {
            visitor.Number(name.Of(schema.Names[i]), schema.Kinds[i], totals.Values[i]);
        }

        if (statusStat is not null)
        {
            VisitStatuses(totals.Statuses, name, statusStat, visitor);
        }

        for (int i = schema.HistogramsStart; i < schema.Count; i++)
        {
            visitor.Histogram(name.Of(schema.Names[i]), scope.MergeHistogram(i - schema.HistogramsStart));
        }
    }

    private static void VisitStatuses(
        long[] statuses, ScopeName name, string statusStat, IStatVisitor visitor)
    {
        for (int statusClass = 1; statusClass <= 5; statusClass++)
        {
            Span<long> ofClass = statuses.AsSpan((statusClass - 1) * 100, 100);
            long sum = 0;
            for (int i = 0; i < ofClass.Length; i++)
            {
                sum += ofClass[i];
                if (ofClass[i] != 0)
                {
                    visitor.Number(
                        name.OfStatus(statusStat, statusClass * 100 + i), StatKind.Counter, ofClass[i]);
                }
            }

            visitor.Number(name.OfStatusClass(statusStat, statusClass), StatKind.Counter, sum);
        }
    }
}
