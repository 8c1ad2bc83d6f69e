namespace Outrigger.Resources.Telemetries;

/// <summary>Record AccessLogFilter.</summary>
public sealed record AccessLogFilter
{
    /// <summary>Field expression.</summary>
    public string? Expression { get; init; }
}
