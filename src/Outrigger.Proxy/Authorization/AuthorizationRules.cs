using Outrigger.Proxy.Stats;
using Outrigger.Routing.Authorization;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Authorization;

/// <summary>
/// What an authorization filter decides by, for requests and for connections: rules that are enforced, and shadow rules
/// that only tell what they would do. Compiled, immutable, and used by all workers at once.
/// </summary>
internal sealed class AuthorizationRules
{
    private readonly MetadataValue[] _shadowNames = [];
    private readonly StatScope<AuthorizationStat>[] _policies = [];
    private readonly StatScope<AuthorizationStat>[] _shadowPolicies = [];

    /// <summary>Takes compiled rules.</summary>
    /// <param name="engine">The rules; null when everything is allowed.</param>
    /// <param name="shadow">The shadow rules; null for none.</param>
    /// <param name="stats">The filter's statistics.</param>
    /// <param name="countsPolicies">Whether each policy has statistics of its own.</param>
    /// <param name="shadowPrefix">What stands before the keys that the shadow rules note.</param>
    public AuthorizationRules(
        AuthorizationEngine? engine,
        AuthorizationEngine? shadow,
        AuthorizationStats? stats,
        bool countsPolicies,
        string shadowPrefix)
    {
        Engine = engine;
        Shadow = shadow;
        ShadowPolicyKey = shadowPrefix + "shadow_effective_policy_id";
        ShadowResultKey = shadowPrefix + "shadow_engine_result";
        if (shadow is not null)
            _shadowNames = [.. shadow.Policies.Select(policy => MetadataValue.Of(policy.Name))];
        if (!countsPolicies || stats is null)
            return;
        _policies = [.. (engine?.Policies ?? []).Select(policy => stats.Policy(policy.Name))];
        _shadowPolicies = [.. (shadow?.Policies ?? []).Select(policy => stats.Policy(policy.Name))];
    }

    /// <summary>The rules; null when everything is allowed.</summary>
    public AuthorizationEngine? Engine { get; }

    /// <summary>The shadow rules; null for none.</summary>
    public AuthorizationEngine? Shadow { get; }

    /// <summary>The key under which the shadow rules note the policy that decided.</summary>
    public string ShadowPolicyKey { get; }

    /// <summary>The key under which the shadow rules note what they would do.</summary>
    public string ShadowResultKey { get; }

    /// <summary>Whether the client's address by forwarding headers is looked at.</summary>
    public bool ReadsRemoteAddress =>
        Engine is { ReadsRemoteAddress: true } || Shadow is { ReadsRemoteAddress: true };

    /// <summary>The name of a shadow policy as metadata.</summary>
    public MetadataValue ShadowName(AuthorizationPolicyEntry policy) => _shadowNames[policy.Index];

    /// <summary>Counts a decision of the rules.</summary>
    /// <param name="stats">The filter's statistics.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="worker">The worker's number.</param>
    public void Count(AuthorizationStats stats, in AuthorizationDecision decision, int worker) => Count(
        stats,
        _policies,
        in decision,
        decision.IsAllowed ? AuthorizationStat.Allowed : AuthorizationStat.Denied,
        worker);

    /// <summary>Counts what the shadow rules would do.</summary>
    /// <param name="stats">The filter's statistics.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="worker">The worker's number.</param>
    public void CountShadow(AuthorizationStats stats, in AuthorizationDecision decision, int worker) => Count(
        stats,
        _shadowPolicies,
        in decision,
        decision.IsAllowed ? AuthorizationStat.ShadowAllowed : AuthorizationStat.ShadowDenied,
        worker);

    private static void Count(
        AuthorizationStats stats,
        StatScope<AuthorizationStat>[] policies,
        in AuthorizationDecision decision,
        AuthorizationStat stat,
        int worker)
    {
        stats.ForWorker(worker).Increment(stat);
        if (policies.Length > 0 && decision.Policy is { } policy)
            policies[policy.Index].ForWorker(worker).Increment(stat);
    }
}
