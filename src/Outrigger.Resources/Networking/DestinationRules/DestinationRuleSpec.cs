using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record DestinationRuleSpec.</summary>
public sealed record DestinationRuleSpec : IResourceSpec
{
    /// <summary>Field exportTo.</summary>
    public IReadOnlyList<string> ExportTo { get; init; } = [];

    /// <summary>Field host.</summary>
    [Required]
    public string? Host { get; init; }

    /// <summary>Field subsets.</summary>
    public IReadOnlyList<Subset> Subsets { get; init; } = [];

    /// <summary>Field trafficPolicy.</summary>
    public TrafficPolicy? TrafficPolicy { get; init; }

    /// <summary>Field workloadSelector.</summary>
    [ParsedOnly]
    public WorkloadSelector? WorkloadSelector { get; init; }
}
