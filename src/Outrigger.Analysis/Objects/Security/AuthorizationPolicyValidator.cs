using Outrigger.Resources;
using Outrigger.Resources.Security.AuthorizationPolicies;
using Outrigger.Resources.Selection;

namespace Outrigger.Analysis.Objects.Security;

/// <summary>The rules of AuthorizationPolicies.</summary>
internal static class AuthorizationPolicyValidator
{
    public static void Validate(ResourceObject<AuthorizationPolicySpec> resource, ObjectFindings findings)
    {
        AuthorizationPolicySpec spec = resource.Spec;
        bool isCustom = spec.Action == AuthorizationAction.Custom;
        if (isCustom && string.IsNullOrEmpty(spec.Provider?.Name))
        {
            findings.Error(
                "spec.action",
                "found the action CUSTOM without \"provider.name\", expected the authorizer's name");
        }
        else if (!isCustom && spec.Provider is not null)
        {
            findings.Error("spec.provider", "found a provider, expected it only with the action CUSTOM");
        }

        for (int i = 0; i < spec.Rules.Count; i++) CheckRule(spec.Rules[i], $"spec.rules[{i}]", findings);
        if (spec.TargetRef is { } target) CheckTarget(target, "spec.targetRef", findings);
        for (int i = 0; i < spec.TargetRefs.Count; i++)
            CheckTarget(spec.TargetRefs[i], $"spec.targetRefs[{i}]", findings);
        WarnOfNothing(spec, findings);
    }

    private static void CheckRule(AuthorizationRule rule, string path, ObjectFindings findings)
    {
        for (int i = 0; i < rule.From.Count; i++)
        {
            if (rule.From[i].Source is { } source)
                RuleSourceChecks.Check(source, $"{path}.from[{i}].source", findings);
        }

        for (int i = 0; i < rule.To.Count; i++)
        {
            if (rule.To[i].Operation is { } operation)
                RuleOperationChecks.Check(operation, $"{path}.to[{i}].operation", findings);
        }

        for (int i = 0; i < rule.When.Count; i++)
            RuleConditionChecks.Check(rule.When[i], $"{path}.when[{i}]", findings);
    }

    /// <summary>
    /// Only gateways are targets: what other kinds stand for are waypoints, which this mesh has none of.
    /// </summary>
    private static void CheckTarget(PolicyTargetReference target, string path, ObjectFindings findings)
    {
        if (target is { Kind: "Gateway", Group: "gateway.networking.k8s.io" }) return;
        findings.Warn(
            $"{path}.kind",
            $"a policy for a {target.Kind} is for waypoints, which this mesh has none of, so that it is without "
                + "effect");
    }

    private static void WarnOfNothing(AuthorizationPolicySpec spec, ObjectFindings findings)
    {
        if (spec.Rules.Count > 0 || spec.Action is null or AuthorizationAction.Allow) return;
        findings.Warn("spec", "found no rule, so that the policy never matches", AnalysisCodes.UnreachableRule);
    }
}
