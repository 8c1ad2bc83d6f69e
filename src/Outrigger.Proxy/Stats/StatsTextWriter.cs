using System.Globalization;
using System.Text;

namespace Outrigger.Proxy.Stats;

/// <summary>Writes statistics as Envoy's <c>/stats</c> does: one <c>name: value</c> a line.</summary>
internal static class StatsTextWriter
{
    /// <summary>The shares for which a histogram's durations are shown.</summary>
    internal static readonly double[] Quantiles = [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 1];

    /// <summary>Writes numbers first, then histograms, each sorted by name.</summary>
    public static string Write(StatsSnapshot snapshot)
    {
        var text = new StringBuilder();
        foreach (NumberSample sample in snapshot.Numbers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{sample.Name.Text}: {sample.Value}\n");
        }

        foreach (HistogramSample sample in snapshot.Histograms)
        {
            text.Append(sample.Name.Text).Append(": ");
            AppendQuantiles(text, sample.Totals);
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>
    /// A duration in the unit of Envoy's histograms, milliseconds, with three digits at most.
    /// </summary>
    internal static string Milliseconds(double microseconds) =>
        Math.Round(microseconds / 1000, 3).ToString(CultureInfo.InvariantCulture);

    private static void AppendQuantiles(StringBuilder text, HistogramTotals? totals)
    {
        if (totals is null or { Count: 0 })
        {
            text.Append("No recorded values");
            return;
        }

        // Envoy shows (last interval, since start). There is no interval here: scraping must not need a
        // timer.
        for (int i = 0; i < Quantiles.Length; i++)
        {
            string percent = (Quantiles[i] * 100).ToString(CultureInfo.InvariantCulture);
            text.Append(i == 0 ? "" : " ").Append('P').Append(percent);
            text.Append("(nan,").Append(Milliseconds(totals.Quantile(Quantiles[i]))).Append(')');
        }
    }
}
