using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Record ProviderReference.</summary>
public sealed record ProviderReference
{
    /// <summary>Field name.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Name { get; init; }
}
