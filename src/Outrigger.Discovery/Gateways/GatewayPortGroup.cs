using Outrigger.Resources.Networking.Gateways;

namespace Outrigger.Discovery.Gateways;

/// <summary>
/// The servers of all Gateways that share one port of a gateway proxy: plain HTTP servers share a listener
/// and its routes, servers of TLS share a listener and are told apart by the name that clients ask for.
/// </summary>
/// <param name="Number">The port as the Gateways declare it.</param>
/// <param name="BindAddress">The address to listen on.</param>
/// <param name="IsOwnAddress">Whether that is the proxy's own address, as it is unless a server names
/// another.</param>
/// <param name="BindPort">The port to listen on: what the gateway's Service maps <paramref name="Number"/>
/// to.</param>
/// <param name="Kind">What the servers speak.</param>
/// <param name="Servers">The servers with their Gateways, oldest Gateway first.</param>
internal sealed record GatewayPortGroup(
    int Number, string BindAddress, bool IsOwnAddress, int BindPort, GatewayServerKind Kind,
    IReadOnlyList<(ConfigItem<GatewaySpec> Gateway, GatewayServer Server)> Servers)
{
    /// <summary>The tables of routes of the group: one for all plain HTTP, one for each server of HTTPS.</summary>
    public IEnumerable<GatewayRouteTable> RouteTables => Kind switch
    {
        GatewayServerKind.Http =>
        [
            new GatewayRouteTable(
                IsOwnAddress ? $"http.{Number}" : $"http.{Number}.{BindAddress}", Number, Servers),
        ],
        GatewayServerKind.Tls => Servers.Where(entry => GatewayServers.EndsInHttp(entry.Server))
            .Select(entry => TableOf(entry.Gateway, entry.Server)),
        _ => [],
    };

    /// <summary>The table of routes of a server of HTTPS, under the name that Istio gives it.</summary>
    public GatewayRouteTable TableOf(ConfigItem<GatewaySpec> gateway, GatewayServer server)
    {
        var name = $"https.{Number}.{server.Port!.Name}.{gateway.Key.Name}.{gateway.Key.Namespace}";
        return new GatewayRouteTable(IsOwnAddress ? name : $"{name}.{BindAddress}", Number, [(gateway, server)]);
    }
}
