using Outrigger.Resources.Networking.DestinationRules;
using Outrigger.Resources.Networking.Gateways;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>One inbound listener of a Sidecar.</summary>
public sealed record IstioIngressListener
{
    /// <summary>The address to listen on.</summary>
    public string? Bind { get; init; }

    /// <summary>How traffic is brought to the listener.</summary>
    public CaptureMode? CaptureMode { get; init; }

    /// <summary>Limits of connections from outside.</summary>
    public ConnectionPoolSettings? ConnectionPool { get; init; }

    /// <summary>The address of the application.</summary>
    public string? DefaultEndpoint { get; init; }

    /// <summary>The port.</summary>
    [Required]
    public SidecarPort? Port { get; init; }

    /// <summary>Encryption.</summary>
    public ServerTlsSettings? Tls { get; init; }
}
