using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Outrigger.Bench.Measuring;
using Outrigger.Bench.Scenarios;

namespace Outrigger.Bench;

/// <summary>Keeps the figures as JSON for programs, and writes the page for people from it.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const string Begin = "<!-- bench:begin -->";

    private const string End = "<!-- bench:end -->";

    /// <summary>
    /// Puts the results into <c>performance.json</c>, beside those of scenarios that were not run now, and replaces the
    /// part of <c>performance.md</c> between the bench's marks; the words around it (what was tried, and what it gave)
    /// stay.
    /// </summary>
    public static void Write(
        string docs, IReadOnlyList<Scenario> order, IReadOnlyList<ScenarioResult> results, Soak? soak)
    {
        var file = Path.Combine(docs, "performance.json");
        var before = File.Exists(file) ? Read(file) : new Figures([], new Dictionary<string, string>(), null);
        var figures = Merge(before, order, results, soak);
        File.WriteAllText(file, JsonSerializer.Serialize(figures, Indented) + "\n");

        var page = Path.Combine(docs, "performance.md");
        var text = File.ReadAllText(page);
        var from = text.IndexOf(Begin, StringComparison.Ordinal);
        var to = text.IndexOf(End, StringComparison.Ordinal);
        if (from < 0 || to < from) throw new InvalidOperationException($"{page} has lost the bench's marks");
        File.WriteAllText(page, text[..(from + Begin.Length)] + "\n" + Page(figures) + text[to..]);
    }

    private static Figures Read(string file) =>
        JsonSerializer.Deserialize<Figures>(File.ReadAllText(file), Indented)
        ?? throw new InvalidOperationException($"{file} is empty");

    private static Figures Merge(
        Figures before, IReadOnlyList<Scenario> order, IReadOnlyList<ScenarioResult> results, Soak? soak)
    {
        var scenarios = order
            .Select(scenario => results.FirstOrDefault(result => result.Name == scenario.Name)
                ?? before.Scenarios.FirstOrDefault(result => result.Name == scenario.Name))
            .OfType<ScenarioResult>().ToList();
        var versions = new SortedDictionary<string, string>(before.Versions, StringComparer.Ordinal);
        foreach (var peer in order.SelectMany(scenario => scenario.Peers)) versions[peer.Name] = peer.Version();
        return new Figures(scenarios, versions, soak ?? before.Soak);
    }

    private static string Page(Figures figures)
    {
        var page = new StringBuilder("\n");
        foreach (var scenario in figures.Scenarios)
        {
            page.Append($"- {scenario.Title}: {scenario.Verdict()}\n");
        }
        foreach (var scenario in figures.Scenarios) page.Append('\n').Append(Section(scenario));
        page.Append("\n### Versions\n\n");
        foreach (var (peer, version) in figures.Versions) page.Append($"- {peer}: {version}\n");
        if (figures.Soak is { } soak) page.Append('\n').Append(Section(soak));
        return page.Append('\n').ToString();
    }

    private static string Section(ScenarioResult scenario)
    {
        var reference = scenario.Target.BestPeer(scenario.Rows);
        var section = new StringBuilder($"### {scenario.Title}\n\n{scenario.Method}");
        section.Append(reference is null ? "\n\n" : $" In parentheses: the ratio to {reference.Peer}.\n\n");
        section.Append("| proxy |").AppendJoin('|', scenario.Columns.Select(column => $" {column.Title} "))
            .Append("|\n|---|").AppendJoin('|', scenario.Columns.Select(_ => "---")).Append("|\n");
        foreach (var row in scenario.Rows)
        {
            var cells = scenario.Columns.Select((column, i) => Cell(column, row.Values[i], reference?.Values[i]));
            section.Append($"| {row.Peer} |").AppendJoin('|', cells).Append("|\n");
        }
        section.Append($"\n{scenario.Verdict()}\n");
        foreach (var row in scenario.Rows.Where(row => row.Remark.Length > 0))
        {
            section.Append($"{row.Peer} {row.Remark}.\n");
        }
        return section.ToString();
    }

    private static string Cell(Column column, double? value, double? reference)
    {
        if (value is not { } number) return " – ";
        var text = number.ToString(column.Format, CultureInfo.InvariantCulture);
        return column.ShowsRatio && reference is > 0 ? $" {text} ({number / reference:F2}) " : $" {text} ";
    }

    private static string Section(Soak soak)
    {
        var samples = soak.Samples;
        var loaded = samples.Skip(1).ToList();
        var half = loaded[loaded.Count / 2];
        return $"### Long load\n\n{soak.Load.Seconds:F0} s of HTTP/1.1 on the same 64 connections, {soak.Load.Done} "
            + $"requests of which {soak.Load.Failures} failed:\n\n"
            + "| | idle | after 10 s | half-way | at the end | most |\n|---|---|---|---|---|---|\n"
            + Line("resident kB", sample => sample.ResidentKilobytes)
            + Line("of it anonymous kB", sample => sample.AnonymousKilobytes)
            + Line("descriptors", sample => sample.Descriptors);

        string Line(string name, Func<SoakSample, long> value) =>
            $"| {name} | {value(samples[0])} | {value(loaded[0])} | {value(half)} | {value(loaded[^1])} "
            + $"| {loaded.Max(value)} |\n";
    }

    /// <summary>What <c>performance.json</c> holds.</summary>
    private sealed record Figures(
        IReadOnlyList<ScenarioResult> Scenarios, IDictionary<string, string> Versions, Soak? Soak);
}
