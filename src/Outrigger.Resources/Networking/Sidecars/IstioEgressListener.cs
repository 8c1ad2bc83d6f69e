using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>Record IstioEgressListener.</summary>
public sealed record IstioEgressListener
{
    /// <summary>Field bind.</summary>
    public string? Bind { get; init; }

    /// <summary>Field captureMode.</summary>
    public CaptureMode? CaptureMode { get; init; }

    /// <summary>Field hosts.</summary>
    [Required]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Field port.</summary>
    public SidecarPort? Port { get; init; }
}
