using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record RouteDestination.</summary>
public sealed record RouteDestination
{
    /// <summary>Field destination.</summary>
    [Required]
    public Destination? Destination { get; init; }

    /// <summary>Field weight.</summary>
    public int? Weight { get; init; }
}
