using Outrigger.Resources.Networking.Gateways;

namespace Outrigger.Discovery.Gateways;

/// <summary>The servers of a gateway that share one table of routes.</summary>
/// <param name="Name">The name of the route configuration.</param>
/// <param name="Number">The port as the Gateways declare it.</param>
/// <param name="Servers">The servers with their Gateways, oldest Gateway first.</param>
internal sealed record GatewayRouteTable(
    string Name, int Number, IReadOnlyList<(ConfigItem<GatewaySpec> Gateway, GatewayServer Server)> Servers);
