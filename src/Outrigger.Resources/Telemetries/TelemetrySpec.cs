using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Telemetries;

/// <summary>Logs, metrics and traces of workloads.</summary>
[OneOf("selector", "targetRef", "targetRefs")]
[ParsedOnly]
public sealed record TelemetrySpec : IResourceSpec
{
    /// <summary>Access logs.</summary>
    public IReadOnlyList<AccessLogging> AccessLogging { get; init; } = [];

    /// <summary>Metrics.</summary>
    public IReadOnlyList<MetricsSettings> Metrics { get; init; } = [];

    /// <summary>Workloads that it is for; all of the namespace if not set.</summary>
    public WorkloadSelector? Selector { get; init; }

    /// <summary>Deprecated single target; <see cref="TargetRefs"/> replaces it.</summary>
    public PolicyTargetReference? TargetRef { get; init; }

    /// <summary>Objects that it is attached to.</summary>
    [Count(Max = 16)]
    public IReadOnlyList<PolicyTargetReference> TargetRefs { get; init; } = [];

    /// <summary>Traces.</summary>
    public IReadOnlyList<TracingSettings> Tracing { get; init; } = [];
}
