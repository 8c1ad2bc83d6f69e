using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Names a telemetry provider of the mesh's configuration.</summary>
public sealed record ProviderReference
{
    /// <summary>Its name.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Name { get; init; }
}
