using Outrigger.Resources.Networking.WorkloadEntries;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Networking.ServiceEntries;

/// <summary>A service that the platform does not know.</summary>
[OneOf("workloadSelector", "endpoints")]
[RecordRule(ConsistencyRule.CidrNeedsStaticOrNone)]
[RecordRule(ConsistencyRule.NoneWithoutEndpoints)]
[RecordRule(ConsistencyRule.RoundRobinHasOneEndpoint)]
public sealed record ServiceEntrySpec : IResourceSpec
{
    /// <summary>Its virtual addresses or address ranges.</summary>
    [Count(Max = 256)]
    [Length(Max = 64, Of = SchemaPart.Item)]
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Its endpoints.</summary>
    [Count(Max = 4096)]
    public IReadOnlyList<WorkloadEntrySpec> Endpoints { get; init; } = [];

    /// <summary>Namespaces that see it: <c>.</c> its own, <c>*</c> all, or names; all if empty.</summary>
    public IReadOnlyList<string> ExportTo { get; init; } = [];

    /// <summary>Its host names.</summary>
    [Required]
    [Count(Min = 1, Max = 256)]
    [Rule(ValueRule.NotLoneWildcard, Of = SchemaPart.Item)]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Whether it is a part of the mesh.</summary>
    public ServiceEntryLocation? Location { get; init; }

    /// <summary>Its ports.</summary>
    [Count(Max = 256)]
    [UniqueBy("name")]
    [UniqueBy("number")]
    public IReadOnlyList<ServiceEntryPort> Ports { get; init; } = [];

    /// <summary>How its endpoints are found.</summary>
    public ServiceEntryResolution? Resolution { get; init; }

    /// <summary>Names of which the server's certificate must have one.</summary>
    public IReadOnlyList<string> SubjectAltNames { get; init; } = [];

    /// <summary>Pods and WorkloadEntries that are its endpoints; excludes <see cref="Endpoints"/>.</summary>
    public WorkloadLabelSelector? WorkloadSelector { get; init; }
}
