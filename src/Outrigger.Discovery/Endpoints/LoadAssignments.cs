using Envoy.Config.Core.V3;
using Envoy.Config.Endpoint.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Discovery.Clusters;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Registry;

namespace Outrigger.Discovery.Endpoints;

/// <summary>
/// Builds cluster load assignments: endpoints by locality, each with the workload's identity.
/// </summary>
internal static class LoadAssignments
{
    public static ClusterLoadAssignment Build(string clusterName, IReadOnlyList<MeshEndpoint> endpoints)
    {
        var assignment = new ClusterLoadAssignment { ClusterName = clusterName };
        var localities = endpoints.GroupBy(endpoint => endpoint.Locality)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var locality in localities)
        {
            var group = new LocalityLbEndpoints { Locality = ParseLocality(locality.Key) };
            uint weight = 0;
            foreach (var endpoint in locality)
            {
                var own = (uint)Math.Max(1, endpoint.Weight);
                weight += own;
                group.LbEndpoints.Add(Build(endpoint, own));
            }
            group.LoadBalancingWeight = weight;
            assignment.Endpoints.Add(group);
        }
        return assignment;
    }

    private static LbEndpoint Build(MeshEndpoint endpoint, uint weight)
    {
        var built = new LbEndpoint
        {
            Endpoint = new Endpoint { Address = Pack.Address(endpoint.Address, endpoint.Port) },
            HealthStatus = HealthStatus.Healthy,
            LoadBalancingWeight = weight,
        };
        if (endpoint.WorkloadName.Length > 0)
            built.Metadata = Pack.IstioMetadata(("workload", Value.ForString(endpoint.WorkloadName)));
        if (endpoint.TakesMutualTls)
        {
            built.Metadata ??= new Metadata();
            built.Metadata.FilterMetadata[ClusterTransport.MatchMetadata] = ClusterTransport.MutualTlsLabels();
        }
        return built;
    }

    private static Locality ParseLocality(string text)
    {
        var parts = text.Split('/');
        return new Locality
        {
            Region = parts[0],
            Zone = parts.Length > 1 ? parts[1] : "",
            SubZone = parts.Length > 2 ? parts[2] : "",
        };
    }
}
