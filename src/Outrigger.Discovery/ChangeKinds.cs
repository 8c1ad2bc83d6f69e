using Outrigger.Resources;
using Outrigger.Resources.MeshConfigs;

namespace Outrigger.Discovery;

/// <summary>Tells which changes of configuration can touch nothing but endpoints.</summary>
public static class ChangeKinds
{
    private static readonly HashSet<string> EndpointKinds =
        new(StringComparer.Ordinal) { "Pod", "EndpointSlice", "WorkloadEntry" };

    /// <summary>Kinds that generators do not read at all, but for the mesh's own ConfigMap.</summary>
    private static readonly HashSet<string> UnreadKinds = new(StringComparer.Ordinal)
    {
        "Deployment", "ServiceAccount", "ConfigMap", "Namespace",
    };

    /// <summary>True when the object only adds, changes or removes endpoints.</summary>
    public static bool IsEndpointsOnly(ResourceKey key) =>
        EndpointKinds.Contains(key.Kind)
        || (UnreadKinds.Contains(key.Kind) && !MeshConfigReader.IsMeshConfig(key));
}
