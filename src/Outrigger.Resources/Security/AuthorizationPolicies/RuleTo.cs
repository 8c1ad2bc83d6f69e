namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>One operation of a rule.</summary>
public sealed record RuleTo
{
    /// <summary>The operation.</summary>
    public RuleOperation? Operation { get; init; }
}
