using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>Record WorkloadGroupMetadata.</summary>
public sealed record WorkloadGroupMetadata
{
    /// <summary>Field annotations.</summary>
    [Count(Max = 256)]
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Empty.Map<string>();

    /// <summary>Field labels.</summary>
    [Count(Max = 256)]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Empty.Map<string>();
}
