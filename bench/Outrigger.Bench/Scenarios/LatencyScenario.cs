using System.Globalization;
using Outrigger.Bench.Loads;
using Outrigger.Bench.Measuring;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Scenarios;

/// <summary>
/// What a proxy adds to the latency when requests come at a constant rate: half of what the slowest peer can do, or
/// less if the load's core has no rest then, for what was measured would be the queue at that core. Latency counts from
/// when a request was due, so that a stall cannot hide the requests that it delays. The peers take turns that are so
/// short that a stall of the machine, whose kernel takes a core for some milliseconds every second, falls into few of
/// them; a percentile is the median of the turns'.
/// </summary>
internal sealed class LatencyScenario : Scenario
{
    private const int Connections = 64;

    private const int TurnMs = 250;

    private const double LoadCoreIdleMin = 0.15;

    private const int AddedP99 = 3;

    public override ScenarioResult Run(BenchOptions options, string folder)
    {
        List<Column> columns =
        [
            new("p50 ms", "F3"), new("p99 ms", "F3"), new("added p50 ms", "F3"), new("added p99 ms", "F3"),
            new("p99 ms, a quarter of turns worse", "F3"),
        ];
        using var peers = new RunningPeers(this, options, folder, columns.Count);
        var capacity = peers.All.Min(running => Capacity(running.Peer));
        var ports = new List<int> { int.Parse(Task.Backends[0].Split(':')[1]) };
        ports.AddRange(peers.All.Select(running => running.Peer.Port));
        var loads = ports.Select(port => new ConstantRateLoad(port, Connections)).ToList();
        var rate = RateThatLeavesRest(loads, (int)(capacity / 2 / 100) * 100);
        var turns = options.Rounds * options.Seconds * 1000 / TurnMs;
        Console.WriteLine($"{Name}  half of capacity {capacity / 2:F0}, {rate} requests/s, {turns} turns");

        var results = loads.Select(_ => new List<LoadResult>()).ToList();
        for (var turn = 0; turn < turns; turn++)
        {
            for (var i = 0; i < loads.Count; i++) results[i].Add(loads[i].Run(rate, TurnMs));
        }
        foreach (var load in loads) load.Dispose();
        var p50s = results.Select(each => Samples.Median(each.Select(load => load.P50Ms!.Value))).ToList();
        var p99s = results.Select(each => Samples.Median(each.Select(load => load.P99Ms!.Value))).ToList();
        for (var i = 0; i < loads.Count; i++)
        {
            Print(i == 0 ? "direct" : peers.All[i - 1].Peer.Name, p50s[i], results[i]);
        }
        var rows = peers.All.Select((running, i) => new Row(
            running.Peer.Name,
            [p50s[i + 1], p99s[i + 1], p50s[i + 1] - p50s[0], p99s[i + 1] - p99s[0], UpperQuartile(results[i + 1])],
            running.Peer.Remark));
        return new ScenarioResult
        {
            Name = Name,
            Title = Title,
            Method = string.Create(
                CultureInfo.InvariantCulture,
                $"{rate} requests/s at a constant rate over {Connections} connections (half of capacity is "
                + $"{capacity / 2:F0}); without a proxy p50 is {p50s[0]:F3} ms and p99 {p99s[0]:F3} ms; medians of "
                + $"{turns} interleaved turns of {TurnMs} ms."),
            Columns = columns,
            Rows = [.. rows, .. peers.Absent],
            Target = new Target(AddedP99, Limit: 1) { References = ["haproxy"] },
            Failures = results.SelectMany(each => each).Sum(load => load.Failures),
        };
    }

    private static double UpperQuartile(List<LoadResult> turns) =>
        turns.Select(load => load.P99Ms!.Value).Order().ElementAt(turns.Count * 3 / 4);

    private void Print(string name, double p50, List<LoadResult> turns)
    {
        var p99s = turns.Select(load => load.P99Ms!.Value).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}  {name,-10} p50 {p50:F3} ms  p99 {Samples.Median(p99s):F3} ms, in half of the turns "
            + $"{p99s[p99s.Count / 4]:F3} to {p99s[p99s.Count * 3 / 4]:F3} ms"));
    }

    /// <summary>
    /// Lowers the rate, to a half at most, until the load's core rests for a part of the time, whichever peer it
    /// drives.
    /// </summary>
    private static int RateThatLeavesRest(List<ConstantRateLoad> loads, int wanted)
    {
        const int trialMs = 1000;
        for (var rate = wanted; ; rate = rate * 9 / 10 / 100 * 100)
        {
            var before = CoreTime.Of(Cores.Load);
            foreach (var load in loads.Skip(1)) load.Run(rate, trialMs);
            var isRested = (CoreTime.Of(Cores.Load) - before).IdleShare >= LoadCoreIdleMin;
            if (isRested || rate <= wanted / 2) return rate;
        }
    }

    private static double Capacity(Peer peer)
    {
        const int seconds = 3;
        return new WrkLoad(new LoadProgram(), Connections).Run(peer.Port, seconds).Done / (double)seconds;
    }
}
