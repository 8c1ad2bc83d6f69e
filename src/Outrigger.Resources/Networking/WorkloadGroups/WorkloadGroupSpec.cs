using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>Record WorkloadGroupSpec.</summary>
[ParsedOnly]
public sealed record WorkloadGroupSpec : IResourceSpec
{
    /// <summary>Field metadata.</summary>
    public WorkloadGroupMetadata? Metadata { get; init; }

    /// <summary>Field probe.</summary>
    public ReadinessProbe? Probe { get; init; }

    /// <summary>Field template.</summary>
    [Required]
    public WorkloadTemplate? Template { get; init; }
}
