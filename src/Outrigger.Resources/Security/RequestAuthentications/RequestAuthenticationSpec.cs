using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Security.RequestAuthentications;

/// <summary>Record RequestAuthenticationSpec.</summary>
[OneOf("selector", "targetRef", "targetRefs")]
[ParsedOnly]
public sealed record RequestAuthenticationSpec : IResourceSpec
{
    /// <summary>Field jwtRules.</summary>
    [Count(Max = 4096)]
    public IReadOnlyList<JwtRule> JwtRules { get; init; } = [];

    /// <summary>Field selector.</summary>
    public WorkloadSelector? Selector { get; init; }

    /// <summary>Field targetRef.</summary>
    public PolicyTargetReference? TargetRef { get; init; }

    /// <summary>Field targetRefs.</summary>
    [Count(Max = 16)]
    public IReadOnlyList<PolicyTargetReference> TargetRefs { get; init; } = [];
}
