using Outrigger.Xds;
using Outrigger.Xds.Client;

namespace Outrigger.Proxy.Dynamic;

/// <summary>The last accepted resources of a proxy.</summary>
/// <param name="NodeId">Whose they are.</param>
/// <param name="Updates">The resources, type by type, in the order in which they are to be taken.</param>
internal sealed record SavedState(string NodeId, IReadOnlyList<ResourceUpdate> Updates)
{
    /// <summary>The types that are saved, in the order in which they are to be taken.</summary>
    public static IReadOnlyList<TypeUrl> Types { get; } =
        [TypeUrl.Cluster, TypeUrl.ClusterLoadAssignment, TypeUrl.Listener, TypeUrl.RouteConfiguration];
}
