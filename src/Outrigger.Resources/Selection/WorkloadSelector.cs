using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Selection;

/// <summary>Chooses workloads by their labels.</summary>
public sealed record WorkloadSelector
{
    /// <summary>Labels that a workload must have; none matches every workload of the namespace.</summary>
    [Count(Max = 4096)]
    [Rule(ValueRule.KeysWithoutWildcard)]
    [Rule(ValueRule.KeysNotEmpty)]
    [Length(Max = 63, Of = SchemaPart.Item)]
    [Rule(ValueRule.WithoutWildcard, Of = SchemaPart.Item)]
    public IReadOnlyDictionary<string, string> MatchLabels { get; init; } = Empty.Map<string>();
}
