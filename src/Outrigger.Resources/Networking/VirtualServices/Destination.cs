using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record Destination.</summary>
public sealed record Destination
{
    /// <summary>Field host.</summary>
    [Required]
    public string? Host { get; init; }

    /// <summary>Field port.</summary>
    public PortSelector? Port { get; init; }

    /// <summary>Field subset.</summary>
    public string? Subset { get; init; }
}
