using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record HttpMirrorPolicy.</summary>
public sealed record HttpMirrorPolicy
{
    /// <summary>Field destination.</summary>
    [Required]
    public Destination? Destination { get; init; }

    /// <summary>Field percentage.</summary>
    public Percent? Percentage { get; init; }
}
