using Outrigger.Bench.Backends;
using Outrigger.Bench.Measuring;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Scenarios;

/// <summary>
/// A scenario's backend and all of its peers, running at once: each in turn gets the load of every round, so that
/// whatever else the machine does falls on all of them alike.
/// </summary>
internal sealed class RunningPeers : IDisposable
{
    private readonly List<(Peer Peer, RunningProcess Process)> _running = [];
    private readonly List<Row> _absent = [];
    private readonly IDisposable _backend;

    public RunningPeers(Scenario scenario, BenchOptions options, string folder, int columns)
    {
        _backend = Backend.Start(folder, scenario.Task);
        foreach (var peer in scenario.Peers.Where(peer => options.Wants(peer.Name)))
        {
            try
            {
                _running.Add((peer, peer.Start(folder, scenario.Task)));
            }
            catch (InvalidOperationException exception)
            {
                Console.Error.WriteLine(exception.Message);
                _absent.Add(new Row(peer.Name, new double?[columns], "did not start with this configuration"));
            }
        }
    }

    public IReadOnlyList<(Peer Peer, RunningProcess Process)> All => _running;

    /// <summary>A row for each peer that could not be measured.</summary>
    public IReadOnlyList<Row> Absent => _absent;

    public void Dispose()
    {
        foreach (var (_, process) in _running) process.Dispose();
        _backend.Dispose();
    }
}
