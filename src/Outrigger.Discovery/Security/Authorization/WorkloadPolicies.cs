using Outrigger.Resources.Security.AuthorizationPolicies;

namespace Outrigger.Discovery.Security.Authorization;

/// <summary>The AuthorizationPolicies of one workload by what they lead to, each in a stable order.</summary>
/// <param name="All">All of them.</param>
internal sealed record WorkloadPolicies(IReadOnlyList<ConfigItem<AuthorizationPolicySpec>> All)
{
    /// <summary>Those of an action; a policy that names none allows.</summary>
    public IReadOnlyList<ConfigItem<AuthorizationPolicySpec>> Of(AuthorizationAction action) =>
        [.. All.Where(policy => (policy.Spec.Action ?? AuthorizationAction.Allow) == action)];
}
