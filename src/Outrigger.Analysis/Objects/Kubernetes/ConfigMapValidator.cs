using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.ConfigMaps;
using Outrigger.Resources.MeshConfigs;

namespace Outrigger.Analysis.Objects.Kubernetes;

/// <summary>The rules of ConfigMaps: the one that holds the mesh's configuration must hold a valid one.</summary>
internal static class ConfigMapValidator
{
    public static void Validate(ResourceObject<ConfigMap> resource, ObjectFindings findings)
    {
        if (!MeshConfigReader.IsMeshConfig(resource.Key)) return;
        foreach (Diagnostic finding in MeshConfigReader.Read(resource).Findings) findings.All.Add(finding);
    }
}
