using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Record TagOverride.</summary>
[RecordRule(ConsistencyRule.UpsertNeedsValue)]
[RecordRule(ConsistencyRule.RemoveWithoutValue)]
public sealed record TagOverride
{
    /// <summary>Field operation.</summary>
    public TagOperation? Operation { get; init; }

    /// <summary>Field value.</summary>
    public string? Value { get; init; }
}
