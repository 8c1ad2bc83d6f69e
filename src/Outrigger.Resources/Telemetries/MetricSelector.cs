using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Which metrics an override is for.</summary>
[OneOf("metric", "customMetric")]
public sealed record MetricSelector
{
    /// <summary>A metric that is not one of Istio's.</summary>
    [Length(Min = 1)]
    public string? CustomMetric { get; init; }

    /// <summary>One of Istio's metrics.</summary>
    public IstioMetric? Metric { get; init; }

    /// <summary>The side of traffic.</summary>
    public WorkloadMode? Mode { get; init; }
}
