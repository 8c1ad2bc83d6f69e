using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Traces.</summary>
public sealed record TracingSettings
{
    /// <summary>Tags by name.</summary>
    public IReadOnlyDictionary<string, CustomTag> CustomTags { get; init; } = Empty.Map<CustomTag>();

    /// <summary>Whether trace headers are left alone.</summary>
    [AllowsNull]
    public bool? DisableContextPropagation { get; init; }

    /// <summary>Whether spans are not reported.</summary>
    [AllowsNull]
    public bool? DisableSpanReporting { get; init; }

    /// <summary>Whether Istio's own tags are added.</summary>
    [AllowsNull]
    public bool? EnableIstioTags { get; init; }

    /// <summary>Which side of traffic is traced.</summary>
    public TracingSelector? Match { get; init; }

    /// <summary>Where spans go.</summary>
    public IReadOnlyList<ProviderReference> Providers { get; init; } = [];

    /// <summary>Share of requests that are traced, in percent.</summary>
    [Range(Min = 0, Max = 100)]
    [AllowsNull]
    public double? RandomSamplingPercentage { get; init; }

    /// <summary>Whether the request id carries the decision to trace.</summary>
    [AllowsNull]
    public bool? UseRequestIdForTraceSampling { get; init; }
}
