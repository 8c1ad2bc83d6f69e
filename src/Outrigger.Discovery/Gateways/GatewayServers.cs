using Outrigger.Discovery.Registry;
using Outrigger.Resources.Networking.Gateways;

namespace Outrigger.Discovery.Gateways;

/// <summary>What single servers of Gateways are.</summary>
internal static class GatewayServers
{
    /// <summary>What a server speaks, or null for what no gateway can.</summary>
    public static GatewayServerKind? KindOf(GatewayServer server)
    {
        var protocol = ProtocolSelection.Parse(server.Port?.Protocol);
        // Plain HTTP has TLS settings only to redirect clients to HTTPS.
        if (protocol.IsHttp()) return GatewayServerKind.Http;
        if (server.Tls is not null) return GatewayServerKind.Tls;
        return protocol == Protocol.Tcp ? GatewayServerKind.Bytes : null;
    }

    /// <summary>The mode of a server of TLS; passing through is Istio's default.</summary>
    public static ServerTlsMode ModeOf(GatewayServer server) => server.Tls?.Mode ?? ServerTlsMode.Passthrough;

    /// <summary>Whether TLS ends at the gateway.</summary>
    public static bool EndsHere(GatewayServer server) =>
        ModeOf(server) is not (ServerTlsMode.Passthrough or ServerTlsMode.AutoPassthrough);

    /// <summary>Whether TLS ends at the gateway and HTTP is inside.</summary>
    public static bool EndsInHttp(GatewayServer server) =>
        EndsHere(server) && ProtocolSelection.Parse(server.Port?.Protocol) is Protocol.Https;

    /// <summary>A server's host without the namespace that may stand before it.</summary>
    public static string HostOf(string serverHost) =>
        serverHost[(serverHost.IndexOf('/', StringComparison.Ordinal) + 1)..].ToLowerInvariant();
}
