using Outrigger.Analysis.Objects.VirtualServices;
using Outrigger.Resources;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Analysis.Mesh;

/// <summary>
/// VirtualServices for the same host in all sidecars. They are not merged there: the oldest is in force and
/// the others are not, which surprises many.
/// </summary>
internal static class VirtualServiceConflictChecks
{
    public static void Run(MeshIndex index, Findings all)
    {
        IEnumerable<ResourceObject<VirtualServiceSpec>> oldestFirst =
            index.Snapshot.List<VirtualServiceSpec>()
            .Where(IsForMesh)
            .OrderBy(resource => resource.Metadata.CreationTimestamp ?? DateTimeOffset.MaxValue)
            .ThenBy(resource => resource.Name, StringComparer.Ordinal)
            .ThenBy(resource => resource.Namespace, StringComparer.Ordinal);
        var owners = new Dictionary<(string Scope, string Host), ResourceKey>();
        foreach (ResourceObject<VirtualServiceSpec> resource in oldestFirst)
        {
            for (int i = 0; i < resource.Spec.Hosts.Count; i++)
            {
                string host = index.Resolve(resource.Spec.Hosts[i], resource.Namespace);
                if (owners.TryAdd((ScopeOf(resource), host), resource.Key)) continue;
                ResourceKey owner = owners[(ScopeOf(resource), host)];
                all.About(resource).Warn(
                    $"spec.hosts[{i}]",
                    $"sidecars follow the older {owner} for \"{host}\", "
                        + "so that this object is without effect for it",
                    AnalysisCodes.ConflictingVirtualServiceHosts);
            }
        }
    }

    private static bool IsForMesh(ResourceObject<VirtualServiceSpec> resource) =>
        resource.Spec.Gateways.Count == 0
            || resource.Spec.Gateways.Contains(VirtualServiceValidator.MeshGateway);

    // Objects that only their own namespace sees conflict with each other alone.
    private static string ScopeOf(ResourceObject<VirtualServiceSpec> resource) =>
        resource.Spec.ExportTo is ["."] ? resource.Namespace : "*";
}
