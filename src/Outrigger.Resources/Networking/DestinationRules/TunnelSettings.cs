using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record TunnelSettings.</summary>
public sealed record TunnelSettings
{
    /// <summary>Field protocol.</summary>
    public string? Protocol { get; init; }

    /// <summary>Field targetHost.</summary>
    [Required]
    public string? TargetHost { get; init; }

    /// <summary>Field targetPort.</summary>
    [Required]
    public uint? TargetPort { get; init; }
}
