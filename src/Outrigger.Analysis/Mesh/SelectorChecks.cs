using Outrigger.Resources;
using Outrigger.Resources.Networking.Sidecars;
using Outrigger.Resources.Security.AuthorizationPolicies;
using Outrigger.Resources.Security.PeerAuthentications;
using Outrigger.Resources.Security.RequestAuthentications;
using Outrigger.Resources.Selection;
using Outrigger.Resources.Telemetries;

namespace Outrigger.Analysis.Mesh;

/// <summary>Whether selectors select something, and whether Sidecars select the same workload.</summary>
internal static class SelectorChecks
{
    public static void Run(MeshIndex index, Findings all)
    {
        Check<AuthorizationPolicySpec>(spec => spec.Selector, index, all);
        Check<PeerAuthenticationSpec>(spec => spec.Selector, index, all);
        Check<RequestAuthenticationSpec>(spec => spec.Selector, index, all);
        Check<TelemetrySpec>(spec => spec.Selector, index, all);
        CheckSidecars(index, all);
    }

    private static void Check<TSpec>(Func<TSpec, WorkloadSelector?> selectorOf, MeshIndex index, Findings all)
        where TSpec : class, IResourceSpec
    {
        foreach (ResourceObject<TSpec> resource in index.Snapshot.List<TSpec>())
        {
            if (selectorOf(resource.Spec) is not { MatchLabels.Count: > 0 } selector) continue;
            ReportIfNone(resource, selector.MatchLabels, "spec.selector", index, all);
        }
    }

    private static void ReportIfNone(
        ResourceObject resource,
        IReadOnlyDictionary<string, string> labels,
        string path,
        MeshIndex index,
        Findings all)
    {
        // A policy of the root namespace selects in all namespaces.
        bool isMeshWide = resource.Namespace == index.Options.RootNamespace;
        bool selects =
            index.Workloads.Any(w => (isMeshWide || w.Namespace == resource.Namespace) && w.Has(labels));
        if (selects) return;
        string selector = string.Join(",", labels.Select(label => $"{label.Key}={label.Value}"));
        string message = $"no workload has the labels {selector}, so that the object is without effect";
        all.About(resource).Warn(path, message, AnalysisCodes.NoMatchingWorkloads);
    }

    private static void CheckSidecars(MeshIndex index, Findings all)
    {
        var ofWorkload = new Dictionary<ResourceKey, ResourceKey>();
        var ofNamespace = new Dictionary<string, ResourceKey>(StringComparer.Ordinal);
        foreach (ResourceObject<SidecarSpec> sidecar in index.Snapshot.List<SidecarSpec>())
        {
            if (sidecar.Spec.WorkloadSelector is not { Labels.Count: > 0 } selector)
            {
                if (ofNamespace.TryAdd(sidecar.Namespace, sidecar.Key)) continue;
                string message =
                    $"{ofNamespace[sidecar.Namespace]} is for all workloads of the namespace already";
                all.About(sidecar).Warn("spec", message, AnalysisCodes.MultipleSidecarsWithoutSelector);
                continue;
            }

            ReportIfNone(sidecar, selector.Labels, "spec.workloadSelector", index, all);
            CheckOverlap(sidecar, selector.Labels, ofWorkload, index, all);
        }
    }

    private static void CheckOverlap(
        ResourceObject<SidecarSpec> sidecar,
        IReadOnlyDictionary<string, string> labels,
        Dictionary<ResourceKey, ResourceKey> ofWorkload,
        MeshIndex index,
        Findings all)
    {
        ResourceKey? other = null;
        foreach (Workload workload in index.Workloads.Where(
            w => w.Namespace == sidecar.Namespace && w.Has(labels)))
        {
            if (!ofWorkload.TryAdd(workload.Resource.Key, sidecar.Key))
            {
                other ??= ofWorkload[workload.Resource.Key];
            }
        }

        if (other is null) return;
        string message = $"{other} selects some of the same workloads, which can follow only one Sidecar";
        all.About(sidecar).Warn("spec.workloadSelector", message, AnalysisCodes.ConflictingSidecarSelectors);
    }
}
