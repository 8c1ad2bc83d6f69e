using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Changes of generated Envoy configuration.</summary>
[OneOf("workloadSelector", "targetRefs")]
[ParsedOnly]
public sealed record EnvoyFilterSpec : IResourceSpec
{
    /// <summary>The changes.</summary>
    public IReadOnlyList<EnvoyConfigObjectPatch> ConfigPatches { get; init; } = [];

    /// <summary>Order among filters: the lower comes first.</summary>
    public int? Priority { get; init; }

    /// <summary>Objects that it is attached to.</summary>
    [Count(Max = 16)]
    public IReadOnlyList<PolicyTargetReference> TargetRefs { get; init; } = [];

    /// <summary>Workloads that it is for; all of the namespace if not set.</summary>
    public WorkloadLabelSelector? WorkloadSelector { get; init; }
}
