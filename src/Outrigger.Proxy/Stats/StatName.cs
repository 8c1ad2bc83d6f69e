namespace Outrigger.Proxy.Stats;

/// <summary>
/// The two names of one statistic: Envoy's flat one, and the one of Prometheus with its labels taken out.
/// </summary>
/// <param name="Text">The flat name: <c>cluster.reviews.upstream_rq_2xx</c>.</param>
/// <param name="Family">Prometheus' metric name: <c>envoy_cluster_upstream_rq_xx</c>.</param>
/// <param name="Labels">Prometheus' labels without braces; empty when there are none.</param>
internal readonly record struct StatName(string Text, string Family, string Labels)
{
    /// <summary>The names of a statistic that has no labels.</summary>
    public static StatName Plain(string text) => new(text, "envoy_" + ToMetricName(text), "");

    /// <summary>One label, its value escaped as Prometheus' text format asks.</summary>
    public static string Label(string name, string value) =>
        $"{name}=\"{value.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\"", "\\\"")}\"";

    /// <summary>What Prometheus allows in a metric name; anything else becomes an underscore.</summary>
    public static string ToMetricName(string text) =>
        string.Create(text.Length, text, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = char.IsAsciiLetterOrDigit(source[i]) || source[i] is '_' ? source[i] : '_';
            }
        });
}
