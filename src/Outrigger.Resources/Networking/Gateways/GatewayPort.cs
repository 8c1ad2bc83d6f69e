using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Gateways;

/// <summary>The port of a gateway's server.</summary>
public sealed record GatewayPort
{
    /// <summary>A name for the port.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>The port number.</summary>
    [Required]
    public uint? Number { get; init; }

    /// <summary>
    /// <c>HTTP</c>, <c>HTTPS</c>, <c>GRPC</c>, <c>HTTP2</c>, <c>MONGO</c>, <c>TCP</c> or <c>TLS</c>.
    /// </summary>
    [Required]
    public string? Protocol { get; init; }

    /// <summary>Deprecated and without effect in Istio.</summary>
    [ParsedOnly]
    public uint? TargetPort { get; init; }
}
