using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>A tag from a request header.</summary>
public sealed record HeaderTag
{
    /// <summary>The value when the header is missing.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>The header.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Name { get; init; }
}
