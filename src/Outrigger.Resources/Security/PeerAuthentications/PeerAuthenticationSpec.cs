using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Security.PeerAuthentications;

/// <summary>What workloads demand of those who connect to them.</summary>
[RecordRule(ConsistencyRule.PortLevelNeedsSelector)]
public sealed record PeerAuthenticationSpec : IResourceSpec
{
    /// <summary>The demand for all ports.</summary>
    public MutualTls? Mtls { get; init; }

    /// <summary>Demands for single ports of the workload, by number.</summary>
    [Count(Min = 1)]
    [Rule(ValueRule.KeysArePortNumbers)]
    public IReadOnlyDictionary<string, MutualTls> PortLevelMtls { get; init; } = Empty.Map<MutualTls>();

    /// <summary>Workloads that it is for; all of the namespace if not set.</summary>
    public WorkloadSelector? Selector { get; init; }
}
