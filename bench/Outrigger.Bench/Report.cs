using System.Text;
using System.Text.Json;

namespace Outrigger.Bench;

/// <summary>Writes the figures as a page for people and as JSON for programs.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private const string Begin = "<!-- bench:begin -->";

    private const string End = "<!-- bench:end -->";

    /// <summary>
    /// Replaces the part of <c>docs/performance.md</c> between the bench's marks, so that the words around the table
    /// (what was tried, and what it gave) stay.
    /// </summary>
    public static void Write(
        string docs, BenchOptions options, IReadOnlyList<PeerResult> results, Soak? soak)
    {
        Directory.CreateDirectory(docs);
        var page = Path.Combine(docs, "performance.md");
        var text = File.Exists(page) ? File.ReadAllText(page) : $"# Performance\n\n{Begin}\n{End}\n";
        var from = text.IndexOf(Begin, StringComparison.Ordinal);
        var to = text.IndexOf(End, StringComparison.Ordinal);
        if (from < 0 || to < from) throw new InvalidOperationException($"{page} has lost the bench's marks");
        File.WriteAllText(page, text[..(from + Begin.Length)] + "\n" + Table(options, results, soak) + text[to..]);
        File.WriteAllText(
            Path.Combine(docs, "performance.json"),
            JsonSerializer.Serialize(
                new { options.Connections, options.Rounds, options.Seconds, results, soak },
                Indented) + "\n");
    }

    private static string Table(
        BenchOptions options, IReadOnlyList<PeerResult> results, Soak? soak)
    {
        var base_ = results.FirstOrDefault(result => result.Name == "haproxy") ?? results[0];
        var page = new StringBuilder();
        page.Append($"HTTP/1.1 keep-alive, {options.Connections} connections, 1 KB responses, one core for the proxy; ")
            .Append($"medians of {options.Rounds} interleaved rounds of {options.Seconds} s. ")
            .Append($"In parentheses: the ratio to {base_.Name}.\n\n")
            .Append("| proxy | requests/s | CPU µs/request | user | system ")
            .Append("| p50 ms | p99 ms | idle MB | loaded MB | failed |\n")
            .Append("|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var result in results)
        {
            page.Append($"| {result.Name} ")
                .Append(Cell(result.RequestsPerSecond, base_.RequestsPerSecond, "F0"))
                .Append(Cell(result.TotalMicroseconds, base_.TotalMicroseconds, "F1"))
                .Append(Cell(result.UserMicroseconds, base_.UserMicroseconds, "F1"))
                .Append(Cell(result.SystemMicroseconds, base_.SystemMicroseconds, "F1"))
                .Append(Cell(result.P50Ms, base_.P50Ms, "F2"))
                .Append(Cell(result.P99Ms, base_.P99Ms, "F2"))
                .Append(Cell(result.IdleMegabytes, base_.IdleMegabytes, "F1"))
                .Append(Cell(result.LoadedMegabytes, base_.LoadedMegabytes, "F1"))
                .Append($"| {result.Failures} of {result.Requests} |\n");
        }
        page.Append('\n');
        foreach (var result in results)
        {
            var remark = result.Remark.Length == 0 ? "" : $" — {result.Remark}";
            page.Append($"- {result.Name}: {result.Version}{remark}\n");
        }
        if (soak is not null) page.Append(Paragraph(soak, options.SoakSeconds));
        return page.ToString();
    }

    private static string Paragraph(Soak soak, int seconds)
    {
        var samples = soak.Samples;
        var loaded = samples.Skip(1).ToList();
        var half = loaded[loaded.Count / 2];
        return $"\n{seconds} s of the same load on the same connections, {soak.Load.Requests} requests of which "
            + $"{soak.Load.Failures} failed:\n\n"
            + "| | idle | after 10 s | half-way | at the end | most |\n|---|---|---|---|---|---|\n"
            + Row("resident kB", sample => sample.ResidentKilobytes)
            + Row("of it anonymous kB", sample => sample.AnonymousKilobytes)
            + Row("descriptors", sample => sample.Descriptors);

        string Row(string name, Func<SoakSample, long> value) =>
            $"| {name} | {value(samples[0])} | {value(loaded[0])} | {value(half)} | {value(loaded[^1])} "
            + $"| {loaded.Max(value)} |\n";
    }

    private static string Cell(double value, double reference, string format) =>
        $"| {value.ToString(format)} ({value / reference:F2}) ";
}
