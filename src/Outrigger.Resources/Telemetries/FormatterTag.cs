using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>A tag from an access log format.</summary>
public sealed record FormatterTag
{
    /// <summary>The format string.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Value { get; init; }
}
