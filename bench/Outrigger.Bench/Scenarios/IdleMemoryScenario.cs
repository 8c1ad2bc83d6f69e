using Outrigger.Bench.Loads;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Scenarios;

/// <summary>How much a proxy's resident memory grows with connections that did a request and then stay idle.</summary>
internal sealed class IdleMemoryScenario : Scenario
{
    private const int Connections = 10_000;

    /// <summary>Kilobytes per connection that ours may hold.</summary>
    public required double LimitKilobytes { get; init; }

    public override ScenarioResult Run(BenchOptions options, string folder)
    {
        List<Column> columns = [new("KB per idle connection", "F2"), new("idle MB"), new("MB with the connections")];
        var rows = new List<Row>();
        using var peers = new RunningPeers(this, options, folder, columns.Count);
        foreach (var (peer, process) in peers.All)
        {
            var before = process.ResidentBytes();
            using var connections = new IdleConnections(Task, peer.Port);
            connections.Open(Connections);
            var after = process.ResidentBytes();
            var each = (after - before) / 1024.0 / Connections;
            Console.WriteLine($"{Name}  {peer.Name,-10} {each:F2} KB per idle connection");
            rows.Add(new Row(peer.Name, [each, before / 1048576.0, after / 1048576.0], peer.Remark));
        }
        return new ScenarioResult
        {
            Name = Name,
            Title = Title,
            Method = $"Growth of resident memory with {Connections} connections, each idle after one request.",
            Columns = columns,
            Rows = [.. rows, .. peers.Absent],
            Target = new Target(Column: 0, LimitKilobytes, IsAbsolute: true),
        };
    }
}
