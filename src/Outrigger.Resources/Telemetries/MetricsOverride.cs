using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Record MetricsOverride.</summary>
public sealed record MetricsOverride
{
    /// <summary>Field disabled.</summary>
    [AllowsNull]
    public bool? Disabled { get; init; }

    /// <summary>Field match.</summary>
    public MetricSelector? Match { get; init; }

    /// <summary>Field tagOverrides.</summary>
    public IReadOnlyDictionary<string, TagOverride> TagOverrides { get; init; } = Empty.Map<TagOverride>();
}
