using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Gateways;

/// <summary>Record GatewayServer.</summary>
public sealed record GatewayServer
{
    /// <summary>Field bind.</summary>
    public string? Bind { get; init; }

    /// <summary>Field defaultEndpoint.</summary>
    [ParsedOnly]
    public string? DefaultEndpoint { get; init; }

    /// <summary>Field hosts.</summary>
    [Required]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Field name.</summary>
    public string? Name { get; init; }

    /// <summary>Field port.</summary>
    [Required]
    public GatewayPort? Port { get; init; }

    /// <summary>Field tls.</summary>
    [ParsedOnly]
    public ServerTlsSettings? Tls { get; init; }
}
