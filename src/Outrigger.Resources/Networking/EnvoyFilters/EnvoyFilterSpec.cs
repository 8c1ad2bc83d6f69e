using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Record EnvoyFilterSpec.</summary>
[OneOf("workloadSelector", "targetRefs")]
[ParsedOnly]
public sealed record EnvoyFilterSpec : IResourceSpec
{
    /// <summary>Field configPatches.</summary>
    public IReadOnlyList<EnvoyConfigObjectPatch> ConfigPatches { get; init; } = [];

    /// <summary>Field priority.</summary>
    public int? Priority { get; init; }

    /// <summary>Field targetRefs.</summary>
    [Count(Max = 16)]
    public IReadOnlyList<PolicyTargetReference> TargetRefs { get; init; } = [];

    /// <summary>Field workloadSelector.</summary>
    public WorkloadLabelSelector? WorkloadSelector { get; init; }
}
