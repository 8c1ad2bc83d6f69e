using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>One destination of a TCP or TLS route and its share.</summary>
public sealed record RouteDestination
{
    /// <summary>Where the connections go.</summary>
    [Required]
    public Destination? Destination { get; init; }

    /// <summary>Its share relative to the other destinations; without effect on a lone destination.</summary>
    public int? Weight { get; init; }
}
