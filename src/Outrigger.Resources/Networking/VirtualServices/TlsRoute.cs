using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record TlsRoute.</summary>
public sealed record TlsRoute
{
    /// <summary>Field match.</summary>
    [Required]
    public IReadOnlyList<TlsMatchAttributes> Match { get; init; } = [];

    /// <summary>Field route.</summary>
    public IReadOnlyList<RouteDestination> Route { get; init; } = [];
}
