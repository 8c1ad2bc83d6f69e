using Outrigger.Discovery.Registry;
using Outrigger.Resources.Networking.DestinationRules;

namespace Outrigger.Discovery.Clusters;

/// <summary>Selects the endpoints of a subset by its labels.</summary>
internal static class EndpointSelection
{
    public static IReadOnlyList<MeshEndpoint> Select(IReadOnlyList<MeshEndpoint> endpoints, Subset? subset)
    {
        if (subset is null || subset.Labels.Count == 0) return endpoints;
        return endpoints.Where(endpoint => Selection.Matches(subset.Labels, endpoint.Labels)).ToList();
    }
}
