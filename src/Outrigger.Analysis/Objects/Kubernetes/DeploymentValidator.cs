using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Deployments;

namespace Outrigger.Analysis.Objects.Kubernetes;

/// <summary>The rules of Deployments.</summary>
internal static class DeploymentValidator
{
    public static void Validate(ResourceObject<DeploymentSpec> resource, ObjectFindings findings)
    {
        DeploymentSpec spec = resource.Spec;
        IReadOnlyDictionary<string, string> labels = spec.Template?.Metadata?.Labels
            ?? new Dictionary<string, string>();
        IReadOnlyDictionary<string, string> selector =
            spec.Selector?.MatchLabels ?? new Dictionary<string, string>();
        if (selector.Count == 0 && spec.Selector?.MatchExpressions.Count == 0)
        {
            findings.Error(
                "spec.selector", "found an empty selector, expected labels of the deployment's pods");
        }

        foreach ((string key, string value) in selector)
        {
            if (labels.GetValueOrDefault(key) == value) continue;
            string path = $"spec.selector.matchLabels[{key}]";
            findings.Error(path, $"found {key}={value}, expected the pod template to have this label");
        }

        if (spec.Template?.Spec is { Containers.Count: 0 })
        {
            findings.Error("spec.template.spec.containers", "found no containers, expected at least one");
        }
    }
}
