using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Metrics.</summary>
public sealed record MetricsSettings
{
    /// <summary>Changes of metrics.</summary>
    public IReadOnlyList<MetricsOverride> Overrides { get; init; } = [];

    /// <summary>Where metrics go.</summary>
    public IReadOnlyList<ProviderReference> Providers { get; init; } = [];

    /// <summary>Time between reports of TCP metrics.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? ReportingInterval { get; init; }
}
