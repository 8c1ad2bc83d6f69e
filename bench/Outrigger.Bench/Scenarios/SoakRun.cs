using System.Diagnostics;
using Outrigger.Bench.Backends;
using Outrigger.Bench.Loads;
using Outrigger.Bench.Measuring;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Scenarios;

/// <summary>
/// Loads our proxy for a long time on the same connections and samples what could grow: with new connections every few
/// seconds their garbage would hide whether the requests make any.
/// </summary>
internal static class SoakRun
{
    public static Soak Run(Peer peer, ProxyTask task, int seconds, string folder)
    {
        using var backend = Backend.Start(folder, task);
        using var process = peer.Start(folder, task);
        var samples = new List<SoakSample> { SoakSample.Take(process, seconds: 0) };
        var program = new LoadProgram { Limit = TimeSpan.FromSeconds(seconds + 60) };
        var load = Task.Run(() => new WrkLoad(program, connections: 64).Run(peer.Port, seconds));
        var elapsed = Stopwatch.StartNew();
        while (!load.Wait(TimeSpan.FromSeconds(10)))
        {
            samples.Add(SoakSample.Take(process, (int)elapsed.Elapsed.TotalSeconds));
            Console.WriteLine($"soak {samples[^1]}");
        }
        return new Soak(load.Result, samples);
    }
}
