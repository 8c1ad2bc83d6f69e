namespace Outrigger.Resources.Telemetries;

/// <summary>Which requests are logged.</summary>
public sealed record AccessLogFilter
{
    /// <summary>A CEL expression that must be true.</summary>
    public string? Expression { get; init; }
}
