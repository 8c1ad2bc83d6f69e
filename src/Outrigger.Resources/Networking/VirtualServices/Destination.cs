using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Where traffic goes.</summary>
public sealed record Destination
{
    /// <summary>
    /// The service's host name; a name without dots is in the namespace of the object that says it.
    /// </summary>
    [Required]
    public string? Host { get; init; }

    /// <summary>The service's port; may be left out where the service has only one.</summary>
    public PortSelector? Port { get; init; }

    /// <summary>A subset that a DestinationRule of the host defines.</summary>
    public string? Subset { get; init; }
}
