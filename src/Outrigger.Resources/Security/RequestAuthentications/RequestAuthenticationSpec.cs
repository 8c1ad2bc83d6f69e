using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Security.RequestAuthentications;

/// <summary>Tokens by which end users are known.</summary>
[OneOf("selector", "targetRef", "targetRefs")]
public sealed record RequestAuthenticationSpec : IResourceSpec
{
    /// <summary>The accepted tokens.</summary>
    [Count(Max = 4096)]
    public IReadOnlyList<JwtRule> JwtRules { get; init; } = [];

    /// <summary>Workloads that it is for; all of the namespace if not set.</summary>
    public WorkloadSelector? Selector { get; init; }

    /// <summary>Deprecated single target; <see cref="TargetRefs"/> replaces it.</summary>
    public PolicyTargetReference? TargetRef { get; init; }

    /// <summary>Objects that it is attached to.</summary>
    [Count(Max = 16)]
    public IReadOnlyList<PolicyTargetReference> TargetRefs { get; init; } = [];
}
