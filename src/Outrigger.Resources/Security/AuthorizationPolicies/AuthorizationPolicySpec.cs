using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>Who may do what.</summary>
[OneOf("selector", "targetRef", "targetRefs")]
public sealed record AuthorizationPolicySpec : IResourceSpec
{
    /// <summary>What a matching rule leads to.</summary>
    public AuthorizationAction? Action { get; init; }

    /// <summary>The external authorizer, for CUSTOM.</summary>
    public ExtensionProvider? Provider { get; init; }

    /// <summary>Rules of which one must match.</summary>
    [Count(Max = 512)]
    public IReadOnlyList<AuthorizationRule> Rules { get; init; } = [];

    /// <summary>Workloads that it is for; all of the namespace if not set.</summary>
    public WorkloadSelector? Selector { get; init; }

    /// <summary>Deprecated single target; <see cref="TargetRefs"/> replaces it.</summary>
    public PolicyTargetReference? TargetRef { get; init; }

    /// <summary>Objects that it is attached to.</summary>
    [Count(Max = 16)]
    public IReadOnlyList<PolicyTargetReference> TargetRefs { get; init; } = [];
}
