using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>A change of some metrics.</summary>
public sealed record MetricsOverride
{
    /// <summary>Whether the metrics are off.</summary>
    [AllowsNull]
    public bool? Disabled { get; init; }

    /// <summary>The metrics.</summary>
    public MetricSelector? Match { get; init; }

    /// <summary>Changes of tags by name.</summary>
    public IReadOnlyDictionary<string, TagOverride> TagOverrides { get; init; } = Empty.Map<TagOverride>();
}
