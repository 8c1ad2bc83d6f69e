using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Record MetricsSettings.</summary>
public sealed record MetricsSettings
{
    /// <summary>Field overrides.</summary>
    public IReadOnlyList<MetricsOverride> Overrides { get; init; } = [];

    /// <summary>Field providers.</summary>
    public IReadOnlyList<ProviderReference> Providers { get; init; } = [];

    /// <summary>Field reportingInterval.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? ReportingInterval { get; init; }
}
