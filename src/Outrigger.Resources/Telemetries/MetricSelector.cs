using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Record MetricSelector.</summary>
[OneOf("metric", "customMetric")]
public sealed record MetricSelector
{
    /// <summary>Field customMetric.</summary>
    [Length(Min = 1)]
    public string? CustomMetric { get; init; }

    /// <summary>Field metric.</summary>
    public IstioMetric? Metric { get; init; }

    /// <summary>Field mode.</summary>
    public WorkloadMode? Mode { get; init; }
}
