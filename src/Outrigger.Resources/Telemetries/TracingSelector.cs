namespace Outrigger.Resources.Telemetries;

/// <summary>Record TracingSelector.</summary>
public sealed record TracingSelector
{
    /// <summary>Field mode.</summary>
    public WorkloadMode? Mode { get; init; }
}
