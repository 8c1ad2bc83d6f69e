using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Copies of requests sent to another destination, whose answers are dropped.</summary>
public sealed record HttpMirrorPolicy
{
    /// <summary>Where the copies go.</summary>
    [Required]
    public Destination? Destination { get; init; }

    /// <summary>The share of requests to copy; all if not set.</summary>
    public Percent? Percentage { get; init; }
}
