using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>A group of workloads that register themselves.</summary>
[ParsedOnly]
public sealed record WorkloadGroupSpec : IResourceSpec
{
    /// <summary>Labels and annotations of the workloads.</summary>
    public WorkloadGroupMetadata? Metadata { get; init; }

    /// <summary>How their health is checked.</summary>
    public ReadinessProbe? Probe { get; init; }

    /// <summary>What their entries have in common.</summary>
    [Required]
    public WorkloadTemplate? Template { get; init; }
}
