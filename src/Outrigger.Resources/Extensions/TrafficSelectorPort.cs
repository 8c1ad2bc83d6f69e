using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions;

/// <summary>Record TrafficSelectorPort.</summary>
public sealed record TrafficSelectorPort
{
    /// <summary>Field number.</summary>
    [Required]
    [Range(Min = 1, Max = 65535)]
    public uint? Number { get; init; }
}
