using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Policies for traffic to a service, after routing.</summary>
public sealed record DestinationRuleSpec : IResourceSpec
{
    /// <summary>Namespaces that see it: <c>.</c> its own, <c>*</c> all, or names; all if empty.</summary>
    public IReadOnlyList<string> ExportTo { get; init; } = [];

    /// <summary>The service's host name; a name without dots is in the rule's own namespace.</summary>
    [Required]
    public string? Host { get; init; }

    /// <summary>Named parts of the service's endpoints.</summary>
    public IReadOnlyList<Subset> Subsets { get; init; } = [];

    /// <summary>Policy of the service.</summary>
    public TrafficPolicy? TrafficPolicy { get; init; }

    /// <summary>Clients that the rule is for; all if not set.</summary>
    [ParsedOnly]
    public WorkloadSelector? WorkloadSelector { get; init; }
}
