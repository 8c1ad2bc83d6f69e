using System.Globalization;
using System.Text;

namespace Outrigger.Proxy.Stats;

/// <summary>
/// Writes statistics in Prometheus' text format 0.0.4, named and labelled as Envoy's <c>/stats/prometheus</c>
/// does, with Envoy's default buckets.
/// </summary>
internal static class PrometheusTextWriter
{
    private static readonly double[] BucketsMs =
    [
        0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000, 300000, 600000, 1800000,
        3600000,
    ];

    /// <summary>Writes the samples grouped by metric name, as the format demands, names in order.</summary>
    public static string Write(StatsSnapshot snapshot)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, NumberSample> family in snapshot.Numbers.GroupBy(
            sample => sample.Name.Family)
            .OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            string type = family.First().Kind == StatKind.Counter ? "counter" : "gauge";
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Key} {type}\n");
            foreach (NumberSample sample in family)
            {
                text.Append(family.Key).Append('{').Append(sample.Name.Labels).Append("} ");
                text.Append(sample.Value).Append('\n');
            }
        }

        foreach (IGrouping<string, HistogramSample> family in snapshot.Histograms
            .GroupBy(sample => sample.Name.Family).OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Key} histogram\n");
            foreach (HistogramSample sample in family)
            {
                AppendHistogram(text, sample);
            }
        }

        return text.ToString();
    }

    private static void AppendHistogram(StringBuilder text, in HistogramSample sample)
    {
        (string family, string labels) = (sample.Name.Family, sample.Name.Labels);
        string separator = labels.Length == 0 ? "" : ",";
        foreach (double bound in BucketsMs)
        {
            long count = sample.Totals?.CountUpTo(bound * 1000) ?? 0;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{family}_bucket{{{labels}{separator}le=\"{bound}\"}} {count}\n");
        }

        long total = sample.Totals?.Count ?? 0;
        string sum = StatsTextWriter.Milliseconds(sample.Totals?.SumMicroseconds ?? 0);
        text.Append(
            CultureInfo.InvariantCulture, $"{family}_bucket{{{labels}{separator}le=\"+Inf\"}} {total}\n");
        text.Append(CultureInfo.InvariantCulture, $"{family}_sum{{{labels}}} {sum}\n");
        text.Append(CultureInfo.InvariantCulture, $"{family}_count{{{labels}}} {total}\n");
    }
}
