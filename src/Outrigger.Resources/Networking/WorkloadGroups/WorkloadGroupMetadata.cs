using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>Labels and annotations of the group's workloads.</summary>
public sealed record WorkloadGroupMetadata
{
    /// <summary>Annotations.</summary>
    [Count(Max = 256)]
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Empty.Map<string>();

    /// <summary>Labels.</summary>
    [Count(Max = 256)]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Empty.Map<string>();
}
