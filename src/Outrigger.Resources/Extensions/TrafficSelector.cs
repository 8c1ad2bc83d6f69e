using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions;

/// <summary>Record TrafficSelector.</summary>
public sealed record TrafficSelector
{
    /// <summary>Field mode.</summary>
    public TrafficMode? Mode { get; init; }

    /// <summary>Field ports.</summary>
    [UniqueBy("number")]
    public IReadOnlyList<TrafficSelectorPort> Ports { get; init; } = [];
}
