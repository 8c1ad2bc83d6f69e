using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>A change of a metric's tag.</summary>
[RecordRule(ConsistencyRule.UpsertNeedsValue)]
[RecordRule(ConsistencyRule.RemoveWithoutValue)]
public sealed record TagOverride
{
    /// <summary>What to do with the tag.</summary>
    public TagOperation? Operation { get; init; }

    /// <summary>A CEL expression for the tag's value.</summary>
    public string? Value { get; init; }
}
