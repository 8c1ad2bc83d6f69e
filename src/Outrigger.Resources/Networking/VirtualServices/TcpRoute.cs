namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record TcpRoute.</summary>
public sealed record TcpRoute
{
    /// <summary>Field match.</summary>
    public IReadOnlyList<L4MatchAttributes> Match { get; init; } = [];

    /// <summary>Field route.</summary>
    public IReadOnlyList<RouteDestination> Route { get; init; } = [];
}
