using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>One destination of an HTTP route and its share.</summary>
public sealed record HttpRouteDestination
{
    /// <summary>Where the traffic goes.</summary>
    [Required]
    public Destination? Destination { get; init; }

    /// <summary>Changes of headers for this destination alone.</summary>
    public Headers? Headers { get; init; }

    /// <summary>Its share relative to the other destinations; without effect on a lone destination.</summary>
    public int? Weight { get; init; }
}
