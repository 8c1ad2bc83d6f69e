using System.Text.Json;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.MeshConfigs;

/// <summary>What stands before the gateways.</summary>
public sealed record GatewayTopology
{
    /// <summary>What a gateway does with the header <c>x-forwarded-client-cert</c>.</summary>
    public ForwardClientCertificate? ForwardClientCertDetails { get; init; }

    /// <summary>How many proxies before the gateway are trusted to append the client's address.</summary>
    public uint? NumTrustedProxies { get; init; }

    /// <summary>Whether the PROXY protocol comes in.</summary>
    [ParsedOnly]
    public JsonElement? ProxyProtocol { get; init; }
}
