using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions;

/// <summary>Which traffic passes an extension.</summary>
public sealed record TrafficSelector
{
    /// <summary>The side of traffic.</summary>
    public TrafficMode? Mode { get; init; }

    /// <summary>Ports; all if empty.</summary>
    [UniqueBy("number")]
    public IReadOnlyList<TrafficSelectorPort> Ports { get; init; } = [];
}
