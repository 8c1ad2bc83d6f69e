using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Security.PeerAuthentications;

/// <summary>Record PeerAuthenticationSpec.</summary>
[RecordRule(ConsistencyRule.PortLevelNeedsSelector)]
[ParsedOnly]
public sealed record PeerAuthenticationSpec : IResourceSpec
{
    /// <summary>Field mtls.</summary>
    public MutualTls? Mtls { get; init; }

    /// <summary>Field portLevelMtls.</summary>
    [Count(Min = 1)]
    [Rule(ValueRule.KeysArePortNumbers)]
    public IReadOnlyDictionary<string, MutualTls> PortLevelMtls { get; init; } = Empty.Map<MutualTls>();

    /// <summary>Field selector.</summary>
    public WorkloadSelector? Selector { get; init; }
}
