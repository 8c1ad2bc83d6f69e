namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>One TCP rule: the first whose conditions hold decides about a connection.</summary>
public sealed record TcpRoute
{
    /// <summary>Conditions of which one must hold; without any, the rule matches everything.</summary>
    public IReadOnlyList<L4MatchAttributes> Match { get; init; } = [];

    /// <summary>Destinations and their shares.</summary>
    public IReadOnlyList<RouteDestination> Route { get; init; } = [];
}
