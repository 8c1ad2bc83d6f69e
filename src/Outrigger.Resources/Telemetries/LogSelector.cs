namespace Outrigger.Resources.Telemetries;

/// <summary>Record LogSelector.</summary>
public sealed record LogSelector
{
    /// <summary>Field mode.</summary>
    public WorkloadMode? Mode { get; init; }
}
