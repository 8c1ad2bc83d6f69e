using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>Matches when a source and an operation match and every condition holds.</summary>
public sealed record AuthorizationRule
{
    /// <summary>Sources of which one must match; any if empty.</summary>
    [Count(Max = 512)]
    public IReadOnlyList<RuleFrom> From { get; init; } = [];

    /// <summary>Operations of which one must match; any if empty.</summary>
    public IReadOnlyList<RuleTo> To { get; init; } = [];

    /// <summary>Conditions that must all hold.</summary>
    public IReadOnlyList<RuleCondition> When { get; init; } = [];
}
