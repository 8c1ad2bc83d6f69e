using Outrigger.Resources;
using Outrigger.Resources.Security.PeerAuthentications;

namespace Outrigger.Analysis.Mesh;

/// <summary>Whether PeerAuthentications are in force: one on each level is, the oldest.</summary>
internal static class PeerAuthenticationChecks
{
    public static void Run(MeshIndex index, Findings all)
    {
        var owners = new Dictionary<string, ResourceKey>(StringComparer.Ordinal);
        IEnumerable<ResourceObject<PeerAuthenticationSpec>> oldestFirst =
            index.Snapshot.List<PeerAuthenticationSpec>()
            .OrderBy(resource => resource.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue)
            .ThenBy(resource => resource.Name, StringComparer.Ordinal);
        foreach (ResourceObject<PeerAuthenticationSpec> resource in oldestFirst)
        {
            ObjectFindings findings = all.About(resource);
            bool isMeshWide = resource.Namespace == index.Options.RootNamespace;
            if (resource.Spec.Selector is { MatchLabels.Count: > 0 } selector)
            {
                if (isMeshWide) ReportSelector(findings);
                else CheckOlder(resource, LevelOf(resource.Namespace, selector.MatchLabels), owners, findings);
            }
            else
            {
                CheckOlder(resource, resource.Namespace, owners, findings);
            }
        }
    }

    private static string LevelOf(string space, IReadOnlyDictionary<string, string> labels) =>
        $"{space}/" + string.Join(
            ',', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));

    private static void CheckOlder(
        ResourceObject<PeerAuthenticationSpec> resource,
        string level,
        Dictionary<string, ResourceKey> owners,
        ObjectFindings findings)
    {
        if (owners.TryAdd(level, resource.Key)) return;
        findings.Warn(
            "spec",
            $"the older {owners[level]} is for the same workloads, so that this object is without effect",
            AnalysisCodes.IneffectivePolicy);
    }

    private static void ReportSelector(ObjectFindings findings) => findings.Warn(
        "spec.selector",
        "objects of the root namespace are for the whole mesh and select no workloads, "
            + "so that this object is without effect",
        AnalysisCodes.IneffectiveSelector);
}
