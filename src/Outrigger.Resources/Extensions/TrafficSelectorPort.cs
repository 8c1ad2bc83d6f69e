using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions;

/// <summary>A port.</summary>
public sealed record TrafficSelectorPort
{
    /// <summary>Its number.</summary>
    [Required]
    [Range(Min = 1, Max = 65535)]
    public uint? Number { get; init; }
}
