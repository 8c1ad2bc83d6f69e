using System.Globalization;
using Envoy.Config.Rbac.V3;
using Outrigger.Resources.Security.AuthorizationPolicies;

namespace Outrigger.Discovery.Security.Authorization;

/// <summary>Rules of RBAC: those in force, and those that are only tried.</summary>
/// <param name="Enforced">The rules in force; null when no policy is.</param>
/// <param name="Shadow">The rules of dry runs; null when there is none.</param>
internal sealed record RbacRules(RBAC? Enforced, RBAC? Shadow);

/// <summary>Builds the rules of the policies of one action.</summary>
/// <param name="aliases">The trust domains of the mesh.</param>
/// <param name="action">The action.</param>
/// <param name="isTcp">Whether they are for connections that are not HTTP.</param>
internal sealed class RbacBuilder(TrustDomainAliases aliases, RBAC.Types.Action action, bool isTcp)
{
    private const string DryRunAnnotation = "istio.io/dry-run";

    /// <summary>The name of a rule, which proxies call it in logs: <c>ns[shop]-policy[readers]-rule[0]</c>.</summary>
    public static string NameOf(ConfigItem<AuthorizationPolicySpec> policy, int rule) => string.Create(
        CultureInfo.InvariantCulture,
        $"ns[{policy.Key.Namespace}]-policy[{policy.Key.Name}]-rule[{rule}]");

    /// <summary>Whether a policy only tells what it would do.</summary>
    public static bool IsDryRun(ConfigItem<AuthorizationPolicySpec> policy) =>
        policy.Meta.Annotations.TryGetValue(DryRunAnnotation, out var value)
        && value is "true" or "True" or "TRUE" or "t" or "T" or "1";

    /// <summary>Builds them.</summary>
    /// <param name="policies">The policies of the action.</param>
    /// <param name="nameOf">The name of a rule of a policy.</param>
    public RbacRules Build(
        IEnumerable<ConfigItem<AuthorizationPolicySpec>> policies,
        Func<ConfigItem<AuthorizationPolicySpec>, int, string> nameOf)
    {
        RBAC? enforced = null;
        RBAC? shadow = null;
        foreach (var policy in policies)
        {
            var rules = IsDryRun(policy)
                ? shadow ??= new RBAC { Action = action }
                : enforced ??= new RBAC { Action = action };
            Add(rules, policy, nameOf);
        }
        return new RbacRules(enforced, shadow);
    }

    private void Add(
        RBAC rules,
        ConfigItem<AuthorizationPolicySpec> policy,
        Func<ConfigItem<AuthorizationPolicySpec>, int, string> nameOf)
    {
        var translator = new RuleTranslator(policy.Key.Namespace, aliases, action, isTcp);
        for (var index = 0; index < policy.Spec.Rules.Count; index++)
        {
            if (translator.Translate(policy.Spec.Rules[index]) is { } translated)
                rules.Policies.Add(nameOf(policy, index), translated);
        }
        if (policy.Spec.Rules.Count == 0) rules.Policies.Add(nameOf(policy, 0), RuleTranslator.Never());
    }
}
