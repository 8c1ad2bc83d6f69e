using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>A further condition of a rule.</summary>
public sealed record RuleCondition
{
    /// <summary>The attribute.</summary>
    [Required]
    public string? Key { get; init; }

    /// <summary>Values that it must not have.</summary>
    public IReadOnlyList<string> NotValues { get; init; } = [];

    /// <summary>Values of which it must have one.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}
