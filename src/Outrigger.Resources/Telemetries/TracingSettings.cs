using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Record TracingSettings.</summary>
public sealed record TracingSettings
{
    /// <summary>Field customTags.</summary>
    public IReadOnlyDictionary<string, CustomTag> CustomTags { get; init; } = Empty.Map<CustomTag>();

    /// <summary>Field disableContextPropagation.</summary>
    [AllowsNull]
    public bool? DisableContextPropagation { get; init; }

    /// <summary>Field disableSpanReporting.</summary>
    [AllowsNull]
    public bool? DisableSpanReporting { get; init; }

    /// <summary>Field enableIstioTags.</summary>
    [AllowsNull]
    public bool? EnableIstioTags { get; init; }

    /// <summary>Field match.</summary>
    public TracingSelector? Match { get; init; }

    /// <summary>Field providers.</summary>
    public IReadOnlyList<ProviderReference> Providers { get; init; } = [];

    /// <summary>Field randomSamplingPercentage.</summary>
    [Range(Min = 0, Max = 100)]
    [AllowsNull]
    public double? RandomSamplingPercentage { get; init; }

    /// <summary>Field useRequestIdForTraceSampling.</summary>
    [AllowsNull]
    public bool? UseRequestIdForTraceSampling { get; init; }
}
