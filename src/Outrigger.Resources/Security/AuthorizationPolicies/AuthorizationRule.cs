using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>Record AuthorizationRule.</summary>
public sealed record AuthorizationRule
{
    /// <summary>Field from.</summary>
    [Count(Max = 512)]
    public IReadOnlyList<RuleFrom> From { get; init; } = [];

    /// <summary>Field to.</summary>
    public IReadOnlyList<RuleTo> To { get; init; } = [];

    /// <summary>Field when.</summary>
    public IReadOnlyList<RuleCondition> When { get; init; } = [];
}
