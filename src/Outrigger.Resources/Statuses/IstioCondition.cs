namespace Outrigger.Resources.Statuses;

/// <summary>Record IstioCondition.</summary>
public sealed record IstioCondition
{
    /// <summary>Field lastProbeTime.</summary>
    public DateTimeOffset? LastProbeTime { get; init; }

    /// <summary>Field lastTransitionTime.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Field message.</summary>
    public string? Message { get; init; }

    /// <summary>Field observedGeneration.</summary>
    public IntOrString? ObservedGeneration { get; init; }

    /// <summary>Field reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Field status.</summary>
    public string? Status { get; init; }

    /// <summary>Field type.</summary>
    public string? Type { get; init; }
}
