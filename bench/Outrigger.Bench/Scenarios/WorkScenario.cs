using System.Globalization;
using Outrigger.Bench.Loads;
using Outrigger.Bench.Measuring;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Scenarios;

/// <summary>As much of one kind of work as a proxy does on its core, and what each piece costs it.</summary>
internal sealed class WorkScenario : Scenario
{
    /// <summary>The columns that a target may name.</summary>
    public const int PerProxySecond = 1;

    public const int TotalMicroseconds = 2;

    /// <summary>What a piece of work is called.</summary>
    public required string Unit { get; init; }

    public required string Method { get; init; }

    public required ILoad Load { get; init; }

    public required Target Target { get; init; }

    public override ScenarioResult Run(BenchOptions options, string folder)
    {
        var columns = Columns();
        using var peers = new RunningPeers(this, options, folder, columns.Count);
        var idle = peers.All.Select(running => running.Process.ResidentBytes()).ToList();
        foreach (var (peer, _) in peers.All) Load.Run(peer.Port, seconds: Math.Min(3, options.Seconds));

        var rounds = peers.All.Select(_ => new List<Round>()).ToList();
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < rounds.Count; i++)
            {
                var (peer, process) = peers.All[i];
                rounds[i].Add(Measure(peer, process, options.Seconds, round));
            }
        }
        var rows = peers.All.Select((running, i) => Summarise(
            running.Peer, rounds[i], idle[i], running.Process.ResidentBytes()));
        return new ScenarioResult
        {
            Name = Name,
            Title = Title,
            Method = $"{Method}; medians of {options.Rounds} interleaved rounds of {options.Seconds} s.",
            Columns = columns,
            Rows = [.. rows, .. peers.Absent],
            Target = Target,
            Failures = rounds.SelectMany(each => each).Sum(round => round.Load.Failures),
        };
    }

    private List<Column> Columns() =>
    [
        new($"{Unit}s/s", "F0"), new($"{Unit}s per second of the proxy's CPU", "F0"), new($"CPU µs/{Unit}"),
        new("user"), new("system"), new("p50 ms", "F2"), new("p99 ms", "F2"), new("idle MB"), new("loaded MB"),
        new("failed", "F0", ShowsRatio: false),
    ];

    private Round Measure(Peer peer, RunningProcess process, int seconds, int round)
    {
        var before = process.Cpu();
        var load = Load.Run(peer.Port, seconds);
        var used = process.Cpu() - before;
        var result = new Round(load, used);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}  round {round + 1}  {peer.Name,-10} {load.Done / load.Seconds,9:F0} {Unit}s/s  "
            + $"{result.User + result.System,8:F1} us CPU  core {(used.User + used.System) / load.Seconds,4:P0} busy  "
            + $"{(load.P99Ms is { } p99 ? $"p99 {p99:F2} ms  " : "")}{load.Failures} failed"));
        return result;
    }

    private static Row Summarise(Peer peer, List<Round> rounds, long idleBytes, long loadedBytes)
    {
        if (rounds.Any(round => round.Load.Done == 0))
        {
            return new Row(peer.Name, new double?[10], "answered nothing in at least one round");
        }
        double? Of(Func<Round, double?> value) =>
            rounds.All(round => value(round) is not null)
                ? Samples.Median(rounds.Select(round => value(round)!.Value))
                : null;

        return new Row(
            peer.Name,
            [
                Of(round => round.Load.Done / round.Load.Seconds), Of(round => 1e6 / (round.User + round.System)),
                Of(round => round.User + round.System), Of(round => round.User), Of(round => round.System),
                Of(round => round.Load.P50Ms), Of(round => round.Load.P99Ms),
                idleBytes / 1048576.0, loadedBytes / 1048576.0, rounds.Sum(round => round.Load.Failures),
            ],
            peer.Remark);
    }

    /// <summary>One round's load and the CPU time that the proxy used for it.</summary>
    private sealed record Round(LoadResult Load, CpuTime Used)
    {
        /// <summary>Microseconds per piece of work.</summary>
        public double User => Used.User * 1e6 / Load.Done;

        public double System => Used.System * 1e6 / Load.Done;
    }
}
