using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Security.AuthorizationPolicies;

/// <summary>Record AuthorizationPolicySpec.</summary>
[OneOf("selector", "targetRef", "targetRefs")]
[ParsedOnly]
public sealed record AuthorizationPolicySpec : IResourceSpec
{
    /// <summary>Field action.</summary>
    public AuthorizationAction? Action { get; init; }

    /// <summary>Field provider.</summary>
    public ExtensionProvider? Provider { get; init; }

    /// <summary>Field rules.</summary>
    [Count(Max = 512)]
    public IReadOnlyList<AuthorizationRule> Rules { get; init; } = [];

    /// <summary>Field selector.</summary>
    public WorkloadSelector? Selector { get; init; }

    /// <summary>Field targetRef.</summary>
    public PolicyTargetReference? TargetRef { get; init; }

    /// <summary>Field targetRefs.</summary>
    [Count(Max = 16)]
    public IReadOnlyList<PolicyTargetReference> TargetRefs { get; init; } = [];
}
