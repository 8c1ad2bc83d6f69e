using Outrigger.Resources.Networking.Gateways;

namespace Outrigger.Discovery.Gateways;

/// <summary>
/// The servers of all Gateways that share one port of a gateway proxy: plain HTTP servers share a listener
/// and its routes.
/// </summary>
/// <param name="Number">The port as the Gateways declare it.</param>
/// <param name="BindAddress">The address to listen on.</param>
/// <param name="IsOwnAddress">Whether that is the proxy's own address, as it is unless a server names
/// another.</param>
/// <param name="BindPort">The port to listen on: what the gateway's Service maps <paramref name="Number"/>
/// to.</param>
/// <param name="IsHttp">Whether the servers speak HTTP; else they pass bytes on.</param>
/// <param name="Servers">The servers with their Gateways, oldest Gateway first.</param>
internal sealed record GatewayPortGroup(
    int Number, string BindAddress, bool IsOwnAddress, int BindPort, bool IsHttp,
    IReadOnlyList<(ConfigItem<GatewaySpec> Gateway, GatewayServer Server)> Servers)
{
    /// <summary>The name of the group's route configuration.</summary>
    public string RouteName => IsOwnAddress ? $"http.{Number}" : $"http.{Number}.{BindAddress}";
}
