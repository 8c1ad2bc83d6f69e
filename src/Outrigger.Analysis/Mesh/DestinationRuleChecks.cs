using Outrigger.Resources;
using Outrigger.Resources.Networking.DestinationRules;

namespace Outrigger.Analysis.Mesh;

/// <summary>Whether the hosts of DestinationRules exist, and whether their subsets select anything.</summary>
internal static class DestinationRuleChecks
{
    public static void Run(MeshIndex index, Findings all)
    {
        foreach (ResourceObject<DestinationRuleSpec> rule in index.Snapshot.List<DestinationRuleSpec>())
        {
            ObjectFindings findings = all.About(rule);
            string name = index.Resolve(rule.Spec.Host ?? "", rule.Namespace);
            if (!index.HasHostWithin(name))
            {
                findings.Warn(
                    "spec.host",
                    $"no Service or ServiceEntry has the host \"{name}\", so that the rule is without effect",
                    AnalysisCodes.UnknownDestinationRuleHost);
                continue;
            }

            if (index.FindHost(name) is { Selector.Count: > 0 } host)
            {
                CheckSubsets(rule, host, index, findings);
            }
        }
    }

    private static void CheckSubsets(
        ResourceObject<DestinationRuleSpec> rule, KnownHost host, MeshIndex index, ObjectFindings findings)
    {
        List<Workload> workloads =
        [
            .. index.Workloads.Where(w => w.Namespace == host.Resource.Namespace && w.Has(host.Selector)),
        ];
        // Without any workload there is nothing to compare with: the service may not run yet.
        if (workloads.Count == 0) return;
        for (int i = 0; i < rule.Spec.Subsets.Count; i++)
        {
            Subset subset = rule.Spec.Subsets[i];
            if (workloads.Any(workload => workload.Has(subset.Labels))) continue;
            findings.Warn(
                $"spec.subsets[{i}]",
                $"no workload of \"{host.Name}\" has the labels of the subset \"{subset.Name}\"",
                AnalysisCodes.SubsetWithoutWorkloads);
        }
    }
}
