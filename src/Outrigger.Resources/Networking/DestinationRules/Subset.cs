using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record Subset.</summary>
public sealed record Subset
{
    /// <summary>Field labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Empty.Map<string>();

    /// <summary>Field name.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>Field trafficPolicy.</summary>
    public TrafficPolicy? TrafficPolicy { get; init; }
}
