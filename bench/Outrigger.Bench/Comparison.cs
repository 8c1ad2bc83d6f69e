using System.Diagnostics;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench;

/// <summary>
/// Runs all peers at once, each pinned to the proxies' core, and gives each in turn the load of every round, so that
/// whatever else the machine does falls on all of them alike.
/// </summary>
internal sealed class Comparison(BenchOptions options, BenchTargets targets, string folder)
{
    /// <summary>The proxies' core; the backend and the load generator share the other.</summary>
    public const int ProxyCore = 0;

    public const int LoadCore = 1;

    public IReadOnlyList<PeerResult> Run(IReadOnlyList<Peer> peers)
    {
        var running = peers.Select(peer => peer.Start(folder, targets, ProxyCore)).ToList();
        try
        {
            for (var i = 0; i < peers.Count; i++) running[i].WaitForPort(peers[i].Port);
            var idle = running.Select(process => process.ResidentBytes()).ToList();
            foreach (var peer in peers) Load(peer, seconds: 3);

            var rounds = peers.Select(_ => new List<(LoadResult Load, CpuTime Cpu)>()).ToList();
            for (var round = 0; round < options.Rounds; round++)
            {
                for (var i = 0; i < peers.Count; i++) rounds[i].Add(Measure(peers[i], running[i], round));
            }
            return peers.Select((peer, i) => Summarise(peer, rounds[i], idle[i], running[i].ResidentBytes())).ToList();
        }
        finally
        {
            foreach (var process in running) process.Dispose();
        }
    }

    /// <summary>
    /// Loads our proxy for a long time on the same connections and samples what could grow: with new connections
    /// every few seconds their garbage would hide whether the requests make any.
    /// </summary>
    public Soak Soak(Peer peer)
    {
        using var process = peer.Start(folder, targets, ProxyCore);
        process.WaitForPort(peer.Port);
        var samples = new List<SoakSample> { SoakSample.Take(process, seconds: 0) };
        var load = Task.Run(() => Load(peer, options.SoakSeconds));
        var elapsed = Stopwatch.StartNew();
        while (!load.Wait(TimeSpan.FromSeconds(10)))
        {
            samples.Add(SoakSample.Take(process, (int)elapsed.Elapsed.TotalSeconds));
            Console.WriteLine($"soak {samples[^1]}");
        }
        return new Soak(load.Result, samples);
    }

    private LoadResult Load(Peer peer, int seconds) =>
        Wrk.Run(peer.Port, targets.Host, options.Connections, seconds, LoadCore);

    private (LoadResult, CpuTime) Measure(Peer peer, RunningProcess process, int round)
    {
        var before = process.Cpu();
        var load = Load(peer, options.Seconds);
        var used = process.Cpu() - before;
        Console.WriteLine($"round {round + 1}  {peer.Name,-10} {load.Requests / load.Seconds,9:F0} requests/s  "
            + $"{(used.User + used.System) * 1e6 / load.Requests,6:F1} us CPU  p99 {load.P99Ms:F2} ms  "
            + $"{load.Failures} failed");
        return (load, used);
    }

    private static PeerResult Summarise(
        Peer peer, List<(LoadResult Load, CpuTime Cpu)> rounds, long idleBytes, long loadedBytes) => new()
        {
            Name = peer.Name,
            Version = peer.Version(),
            Remark = peer.Remark,
            RequestsPerSecond = Median(rounds.Select(round => round.Load.Requests / round.Load.Seconds)),
            UserMicroseconds = Median(rounds.Select(round => round.Cpu.User * 1e6 / round.Load.Requests)),
            SystemMicroseconds = Median(rounds.Select(round => round.Cpu.System * 1e6 / round.Load.Requests)),
            P50Ms = Median(rounds.Select(round => round.Load.P50Ms)),
            P99Ms = Median(rounds.Select(round => round.Load.P99Ms)),
            IdleMegabytes = Megabytes(idleBytes),
            LoadedMegabytes = Megabytes(loadedBytes),
            Requests = rounds.Sum(round => round.Load.Requests),
            Failures = rounds.Sum(round => round.Load.Failures),
        };

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double Megabytes(long bytes) => bytes / 1048576.0;
}
