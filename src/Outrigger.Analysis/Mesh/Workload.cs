using Outrigger.Resources;

namespace Outrigger.Analysis.Mesh;

/// <summary>Something that runs: a pod, a deployment's future pods, or a WorkloadEntry.</summary>
internal sealed record Workload(
    ResourceObject Resource, string Namespace, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>Whether the workload has all of the labels.</summary>
    public bool Has(IReadOnlyDictionary<string, string> labels) =>
        labels.All(label => Labels.TryGetValue(label.Key, out string? value) && value == label.Value);
}
