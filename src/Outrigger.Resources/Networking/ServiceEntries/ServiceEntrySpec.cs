using Outrigger.Resources.Networking.WorkloadEntries;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Networking.ServiceEntries;

/// <summary>Record ServiceEntrySpec.</summary>
[OneOf("workloadSelector", "endpoints")]
[RecordRule(ConsistencyRule.CidrNeedsStaticOrNone)]
[RecordRule(ConsistencyRule.NoneWithoutEndpoints)]
[RecordRule(ConsistencyRule.RoundRobinHasOneEndpoint)]
public sealed record ServiceEntrySpec : IResourceSpec
{
    /// <summary>Field addresses.</summary>
    [Count(Max = 256)]
    [Length(Max = 64, Of = SchemaPart.Item)]
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Field endpoints.</summary>
    [Count(Max = 4096)]
    public IReadOnlyList<WorkloadEntrySpec> Endpoints { get; init; } = [];

    /// <summary>Field exportTo.</summary>
    public IReadOnlyList<string> ExportTo { get; init; } = [];

    /// <summary>Field hosts.</summary>
    [Required]
    [Count(Min = 1, Max = 256)]
    [Rule(ValueRule.NotLoneWildcard, Of = SchemaPart.Item)]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Field location.</summary>
    public ServiceEntryLocation? Location { get; init; }

    /// <summary>Field ports.</summary>
    [Count(Max = 256)]
    [UniqueBy("name")]
    [UniqueBy("number")]
    public IReadOnlyList<ServiceEntryPort> Ports { get; init; } = [];

    /// <summary>Field resolution.</summary>
    public ServiceEntryResolution? Resolution { get; init; }

    /// <summary>Field subjectAltNames.</summary>
    [ParsedOnly]
    public IReadOnlyList<string> SubjectAltNames { get; init; } = [];

    /// <summary>Field workloadSelector.</summary>
    public WorkloadLabelSelector? WorkloadSelector { get; init; }
}
