using Outrigger.Analysis.Syntax;
using Outrigger.Resources;
using Outrigger.Resources.Networking.WorkloadEntries;

namespace Outrigger.Analysis.Objects.ServiceEntries;

/// <summary>The rules of WorkloadEntries.</summary>
internal static class WorkloadEntryValidator
{
    public static void Validate(ResourceObject<WorkloadEntrySpec> resource, ObjectFindings findings)
    {
        WorkloadEntrySpec spec = resource.Spec;
        Common.CheckLabels(spec.Labels, "spec.labels", findings);
        bool isSocket = spec.Address?.StartsWith("unix://", StringComparison.Ordinal) == true;
        if (spec.Address is { Length: > 0 } && !isSocket)
        {
            Common.CheckHost(spec.Address, "spec.address", allowsWildcard: false, findings);
        }
    }
}
