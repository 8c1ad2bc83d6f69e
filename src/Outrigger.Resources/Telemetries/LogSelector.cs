namespace Outrigger.Resources.Telemetries;

/// <summary>Which side of traffic is meant.</summary>
public sealed record LogSelector
{
    /// <summary>The side.</summary>
    public WorkloadMode? Mode { get; init; }
}
