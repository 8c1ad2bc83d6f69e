using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record HttpRouteDestination.</summary>
public sealed record HttpRouteDestination
{
    /// <summary>Field destination.</summary>
    [Required]
    public Destination? Destination { get; init; }

    /// <summary>Field headers.</summary>
    public Headers? Headers { get; init; }

    /// <summary>Field weight.</summary>
    public int? Weight { get; init; }
}
