using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Record FormatterTag.</summary>
public sealed record FormatterTag
{
    /// <summary>Field value.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Value { get; init; }
}
