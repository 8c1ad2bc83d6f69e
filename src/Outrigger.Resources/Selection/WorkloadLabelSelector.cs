using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Selection;

/// <summary>Chooses workloads by their labels.</summary>
public sealed record WorkloadLabelSelector
{
    /// <summary>Labels that a workload must have.</summary>
    [Count(Max = 256)]
    [Length(Max = 63, Of = SchemaPart.Item)]
    [Rule(ValueRule.WithoutWildcard, Of = SchemaPart.Item)]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Empty.Map<string>();
}
