using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Outrigger.Proxy.Stats;

/// <summary>Writes statistics as Envoy's <c>/stats?format=json</c> does.</summary>
internal static class StatsJsonWriter
{
    /// <summary>Writes numbers, then one object with all histograms' quantiles.</summary>
    public static string Write(StatsSnapshot snapshot)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("stats");
        foreach (NumberSample sample in snapshot.Numbers)
        {
            json.WriteStartObject();
            json.WriteString("name", sample.Name.Text);
            json.WriteNumber("value", sample.Value);
            json.WriteEndObject();
        }

        if (snapshot.Histograms.Any(sample => sample.Totals is { Count: > 0 }))
        {
            WriteHistograms(json, snapshot);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteHistograms(Utf8JsonWriter json, StatsSnapshot snapshot)
    {
        json.WriteStartObject();
        json.WriteStartObject("histograms");
        json.WriteStartArray("supported_quantiles");
        foreach (double quantile in StatsTextWriter.Quantiles)
        {
            json.WriteNumberValue(quantile * 100);
        }

        json.WriteEndArray();
        json.WriteStartArray("computed_quantiles");
        foreach (HistogramSample sample in snapshot.Histograms)
        {
            if (sample.Totals is not { Count: > 0 } totals)
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteString("name", sample.Name.Text);
            json.WriteStartArray("values");
            foreach (double quantile in StatsTextWriter.Quantiles)
            {
                json.WriteStartObject();
                json.WriteNull("interval");
                json.WriteNumber("cumulative", Math.Round(totals.Quantile(quantile) / 1000, 3));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
