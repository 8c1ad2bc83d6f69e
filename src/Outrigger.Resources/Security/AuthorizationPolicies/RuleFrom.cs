namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>One source of a rule.</summary>
public sealed record RuleFrom
{
    /// <summary>The source.</summary>
    public RuleSource? Source { get; init; }
}
