using Outrigger.Resources.Networking.DestinationRules;
using Outrigger.Resources.Networking.Gateways;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>Record IstioIngressListener.</summary>
public sealed record IstioIngressListener
{
    /// <summary>Field bind.</summary>
    public string? Bind { get; init; }

    /// <summary>Field captureMode.</summary>
    public CaptureMode? CaptureMode { get; init; }

    /// <summary>Field connectionPool.</summary>
    public ConnectionPoolSettings? ConnectionPool { get; init; }

    /// <summary>Field defaultEndpoint.</summary>
    public string? DefaultEndpoint { get; init; }

    /// <summary>Field port.</summary>
    [Required]
    public SidecarPort? Port { get; init; }

    /// <summary>Field tls.</summary>
    public ServerTlsSettings? Tls { get; init; }
}
