using Outrigger.Analysis.Syntax;
using Outrigger.Resources;
using Outrigger.Resources.Networking.DestinationRules;
using Outrigger.Resources.Validation;

namespace Outrigger.Analysis.Objects.DestinationRules;

/// <summary>The rules of DestinationRules.</summary>
internal static class DestinationRuleValidator
{
    public static void Validate(ResourceObject<DestinationRuleSpec> resource, ObjectFindings findings)
    {
        DestinationRuleSpec spec = resource.Spec;
        Common.CheckHost(spec.Host, "spec.host", allowsWildcard: true, findings);
        Common.CheckExportTo(spec.ExportTo, findings);
        TrafficPolicyValidator.Validate(spec.TrafficPolicy, "spec.trafficPolicy", findings);
        for (int i = 0; i < spec.Subsets.Count; i++)
        {
            Subset subset = spec.Subsets[i];
            string path = $"spec.subsets[{i}]";
            if (!Names.IsDnsLabel(subset.Name ?? ""))
            {
                const string Expected = "expected a subset's name of lower-case letters, digits and dashes";
                findings.Error($"{path}.name", $"found \"{subset.Name}\", {Expected}");
            }
            else if (spec.Subsets.Take(i).Any(other => other.Name == subset.Name))
            {
                findings.Error(
                    $"{path}.name", $"found the subset \"{subset.Name}\" twice, expected every name once");
            }

            Common.CheckLabels(subset.Labels, $"{path}.labels", findings);
            TrafficPolicyValidator.Validate(subset.TrafficPolicy, $"{path}.trafficPolicy", findings);
        }
    }
}
