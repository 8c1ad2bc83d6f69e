namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>Record RuleFrom.</summary>
public sealed record RuleFrom
{
    /// <summary>Field source.</summary>
    public RuleSource? Source { get; init; }
}
