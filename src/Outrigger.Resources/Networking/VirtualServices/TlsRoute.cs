using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>One rule for TLS connections that are passed through.</summary>
public sealed record TlsRoute
{
    /// <summary>Conditions of which one must hold.</summary>
    [Required]
    public IReadOnlyList<TlsMatchAttributes> Match { get; init; } = [];

    /// <summary>Destinations and their shares.</summary>
    public IReadOnlyList<RouteDestination> Route { get; init; } = [];
}
