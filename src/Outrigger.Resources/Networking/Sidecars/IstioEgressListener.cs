using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>One outbound listener of a Sidecar.</summary>
public sealed record IstioEgressListener
{
    /// <summary>The address to listen on.</summary>
    public string? Bind { get; init; }

    /// <summary>How traffic is brought to the listener.</summary>
    public CaptureMode? CaptureMode { get; init; }

    /// <summary>Services that can be reached, as namespace/host.</summary>
    [Required]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The port; a listener without one is the catch-all.</summary>
    public SidecarPort? Port { get; init; }
}
