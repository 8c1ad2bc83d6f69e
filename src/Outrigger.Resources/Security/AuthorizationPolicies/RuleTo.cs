namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>Record RuleTo.</summary>
public sealed record RuleTo
{
    /// <summary>Field operation.</summary>
    public RuleOperation? Operation { get; init; }
}
