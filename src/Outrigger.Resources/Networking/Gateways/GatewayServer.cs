using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Gateways;

/// <summary>One port that a gateway opens.</summary>
public sealed record GatewayServer
{
    /// <summary>Address to listen on; that of the gateway if not set.</summary>
    public string? Bind { get; init; }

    /// <summary>Where traffic goes by default; not used by Istio either.</summary>
    [ParsedOnly]
    public string? DefaultEndpoint { get; init; }

    /// <summary>Hosts that it serves, each optionally as namespace/host; <c>*</c> is any.</summary>
    [Required]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>A name, unique among all servers.</summary>
    public string? Name { get; init; }

    /// <summary>The port.</summary>
    [Required]
    public GatewayPort? Port { get; init; }

    /// <summary>Encryption.</summary>
    public ServerTlsSettings? Tls { get; init; }
}
