using System.Text;

namespace Outrigger.Proxy.Stats;

/// <summary>
/// The names and kinds of the statistics that one enum lists. A member's Envoy name is its own in lower case
/// with underscores: <c>UpstreamCxHttp1Total</c> is <c>upstream_cx_http1_total</c>. Histograms stand last in
/// the enum.
/// </summary>
internal sealed class StatSchema
{
    private StatSchema(string[] names, StatKind[] kinds, int histogramsStart)
    {
        Names = names;
        Kinds = kinds;
        HistogramsStart = histogramsStart;
    }

    /// <summary>The names, by the value of the enum member.</summary>
    public string[] Names { get; }

    /// <summary>The kinds, by the value of the enum member.</summary>
    public StatKind[] Kinds { get; }

    /// <summary>The value of the first histogram; the number of members if there is none.</summary>
    public int HistogramsStart { get; }

    /// <summary>How many statistics there are.</summary>
    public int Count => Names.Length;

    /// <summary>Makes the schema of an enum whose values are 0, 1, 2 … without gaps.</summary>
    /// <exception cref="ArgumentException">A histogram does not stand last.</exception>
    public static StatSchema Of<TStat>(ReadOnlySpan<TStat> gauges, ReadOnlySpan<TStat> histograms = default)
        where TStat : struct, Enum
    {
        string[] members = Enum.GetNames<TStat>();
        TStat[] values = Enum.GetValues<TStat>();
        var names = new string[members.Length];
        var kinds = new StatKind[members.Length];
        int histogramsStart = members.Length - histograms.Length;
        for (int i = 0; i < members.Length; i++)
        {
            names[i] = ToSnakeCase(members[i]);
            bool isHistogram = histograms.Contains(values[i]);
            if (isHistogram != i >= histogramsStart)
            {
                throw new ArgumentException($"{members[i]}: histograms must stand last", nameof(histograms));
            }

            kinds[i] = isHistogram ? StatKind.Histogram : gauges
                .Contains(values[i]) ? StatKind.Gauge : StatKind.Counter;
        }

        return new StatSchema(names, kinds, histogramsStart);
    }

    private static string ToSnakeCase(string member)
    {
        var text = new StringBuilder(member.Length + 8);
        for (int i = 0; i < member.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(member[i]))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(member[i]));
        }

        return text.ToString();
    }
}
