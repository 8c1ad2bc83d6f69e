namespace Outrigger.Xds;

/// <summary>
/// The order in which types are requested and pushed so that nothing is referred to before it exists:
/// clusters, their endpoints, listeners, routes, then everything else (xDS protocol, "Eventual consistency
/// considerations").
/// </summary>
internal static class PushOrder
{
    /// <summary>The types with a place of their own, in order. Every snapshot knows them.</summary>
    public static IReadOnlyList<TypeUrl> CoreTypes { get; } =
    [
        TypeUrl.Cluster, TypeUrl.ClusterLoadAssignment, TypeUrl.Listener, TypeUrl.RouteConfiguration,
    ];

    /// <summary>The place of a type: 0 to 3 for the core types, 4 for all others.</summary>
    public static int PlaceOf(TypeUrl type)
    {
        for (int place = 0; place < CoreTypes.Count; place++)
        {
            if (CoreTypes[place] == type)
                return place;
        }

        return CoreTypes.Count;
    }
}
