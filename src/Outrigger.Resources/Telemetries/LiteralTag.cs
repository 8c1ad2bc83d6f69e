using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>A tag of a fixed value.</summary>
public sealed record LiteralTag
{
    /// <summary>The value.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Value { get; init; }
}
