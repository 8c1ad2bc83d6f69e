using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>Record RuleCondition.</summary>
public sealed record RuleCondition
{
    /// <summary>Field key.</summary>
    [Required]
    public string? Key { get; init; }

    /// <summary>Field notValues.</summary>
    public IReadOnlyList<string> NotValues { get; init; } = [];

    /// <summary>Field values.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}
