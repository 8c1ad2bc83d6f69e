using System.Globalization;
using Outrigger.Bench.Loads;
using Outrigger.Bench.Measuring;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Scenarios;

/// <summary>
/// What a proxy adds to the latency when requests come at a constant rate, half of what the slowest peer can do.
/// Latency counts from when a request was due, so that a stall cannot hide the requests that it delays.
/// </summary>
internal sealed class LatencyScenario : Scenario
{
    private const int Connections = 64;

    private const int AddedP99 = 3;

    public override ScenarioResult Run(BenchOptions options, string folder)
    {
        List<Column> columns =
            [new("p50 ms", "F3"), new("p99 ms", "F3"), new("added p50 ms", "F3"), new("added p99 ms", "F3")];
        using var peers = new RunningPeers(this, options, folder, columns.Count);
        var capacity = peers.All.Min(running => Capacity(running.Peer));
        var rate = (int)(capacity / 2 / 100) * 100;
        Console.WriteLine($"{Name}  {rate} requests/s");

        var ports = new List<int> { int.Parse(Task.Backends[0].Split(':')[1]) };
        ports.AddRange(peers.All.Select(running => running.Peer.Port));
        var rounds = ports.Select(_ => new List<LoadResult>()).ToList();
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < ports.Count; i++)
            {
                rounds[i].Add(new ConstantRateLoad(Connections, rate).Run(ports[i], options.Seconds));
                var name = i == 0 ? "direct" : peers.All[i - 1].Peer.Name;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Name}  round {round + 1}  {name,-10} p50 {rounds[i][^1].P50Ms:F3} ms  "
                    + $"p99 {rounds[i][^1].P99Ms:F3} ms  {rounds[i][^1].Failures} failed"));
            }
        }
        var directP50 = Samples.Median(rounds[0].Select(load => load.P50Ms!.Value));
        var directP99 = Samples.Median(rounds[0].Select(load => load.P99Ms!.Value));
        var rows = peers.All.Select((running, i) =>
        {
            var p50 = Samples.Median(rounds[i + 1].Select(load => load.P50Ms!.Value));
            var p99 = Samples.Median(rounds[i + 1].Select(load => load.P99Ms!.Value));
            return new Row(running.Peer.Name, [p50, p99, p50 - directP50, p99 - directP99], running.Peer.Remark);
        });
        return new ScenarioResult
        {
            Name = Name,
            Title = Title,
            Method = $"{rate} requests/s at a constant rate over {Connections} connections; without a proxy p50 is "
                + $"{directP50:F3} ms and p99 {directP99:F3} ms; medians of {options.Rounds} interleaved rounds of "
                + $"{options.Seconds} s.",
            Columns = columns,
            Rows = [.. rows, .. peers.Absent],
            Target = new Target(AddedP99, Limit: 1) { References = ["haproxy"] },
            Failures = rounds.SelectMany(each => each).Sum(load => load.Failures),
        };
    }

    private static double Capacity(Peer peer)
    {
        const int seconds = 3;
        return new WrkLoad(new LoadProgram(), Connections).Run(peer.Port, seconds).Done / (double)seconds;
    }
}
