using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Tunnels TCP through an HTTP proxy.</summary>
public sealed record TunnelSettings
{
    /// <summary>The method: <c>CONNECT</c> (default) or <c>POST</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary>Host at the end of the tunnel.</summary>
    [Required]
    public string? TargetHost { get; init; }

    /// <summary>Port at the end of the tunnel.</summary>
    [Required]
    public uint? TargetPort { get; init; }
}
