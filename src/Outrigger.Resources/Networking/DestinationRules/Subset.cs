using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>A part of a service's endpoints, such as one version.</summary>
public sealed record Subset
{
    /// <summary>Labels that the endpoints of the subset have.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Empty.Map<string>();

    /// <summary>Its name, by which routes refer to it.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>Policy of the subset; its blocks replace the service's.</summary>
    public TrafficPolicy? TrafficPolicy { get; init; }
}
