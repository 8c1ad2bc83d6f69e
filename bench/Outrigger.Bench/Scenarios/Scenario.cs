using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Scenarios;

/// <summary>One kind of work, the peers that are best at it, and what ours has to reach beside them.</summary>
internal abstract class Scenario
{
    /// <summary>How it is chosen on the command line.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required ProxyTask Task { get; init; }

    public required IReadOnlyList<Peer> Peers { get; init; }

    public abstract ScenarioResult Run(BenchOptions options, string folder);
}
