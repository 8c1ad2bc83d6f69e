using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Telemetries;

/// <summary>Record TelemetrySpec.</summary>
[OneOf("selector", "targetRef", "targetRefs")]
[ParsedOnly]
public sealed record TelemetrySpec : IResourceSpec
{
    /// <summary>Field accessLogging.</summary>
    public IReadOnlyList<AccessLogging> AccessLogging { get; init; } = [];

    /// <summary>Field metrics.</summary>
    public IReadOnlyList<MetricsSettings> Metrics { get; init; } = [];

    /// <summary>Field selector.</summary>
    public WorkloadSelector? Selector { get; init; }

    /// <summary>Field targetRef.</summary>
    public PolicyTargetReference? TargetRef { get; init; }

    /// <summary>Field targetRefs.</summary>
    [Count(Max = 16)]
    public IReadOnlyList<PolicyTargetReference> TargetRefs { get; init; } = [];

    /// <summary>Field tracing.</summary>
    public IReadOnlyList<TracingSettings> Tracing { get; init; } = [];
}
