namespace Outrigger.Resources.MeshConfigs;

/// <summary>Providers of telemetry where no resource names one.</summary>
public sealed record DefaultProviders
{
    /// <summary>Of access logs.</summary>
    public IReadOnlyList<string> AccessLogging { get; init; } = [];

    /// <summary>Of metrics.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Of traces.</summary>
    public IReadOnlyList<string> Tracing { get; init; } = [];
}
