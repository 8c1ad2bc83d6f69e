using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Selection;

/// <summary>Record WorkloadSelector.</summary>
public sealed record WorkloadSelector
{
    /// <summary>Field matchLabels.</summary>
    [Count(Max = 4096)]
    [Rule(ValueRule.KeysWithoutWildcard)]
    [Rule(ValueRule.KeysNotEmpty)]
    [Length(Max = 63, Of = SchemaPart.Item)]
    [Rule(ValueRule.WithoutWildcard, Of = SchemaPart.Item)]
    public IReadOnlyDictionary<string, string> MatchLabels { get; init; } = Empty.Map<string>();
}
