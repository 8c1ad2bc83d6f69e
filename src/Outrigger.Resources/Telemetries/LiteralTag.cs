using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Record LiteralTag.</summary>
public sealed record LiteralTag
{
    /// <summary>Field value.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Value { get; init; }
}
