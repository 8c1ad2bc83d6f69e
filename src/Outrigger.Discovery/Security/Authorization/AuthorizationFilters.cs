using Envoy.Config.Listener.V3;
using Envoy.Config.Rbac.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Outrigger.Discovery.Generation;
using Outrigger.Resources.Security.AuthorizationPolicies;
using HttpRbac = Envoy.Extensions.Filters.Http.Rbac.V3.RBAC;
using NetworkRbac = Envoy.Extensions.Filters.Network.Rbac.V3.RBAC;

namespace Outrigger.Discovery.Security.Authorization;

/// <summary>
/// The filters that the AuthorizationPolicies of a workload become, in the order in which they decide: AUDIT marks,
/// then DENY denies, then ALLOW allows. The messages are shared and must not be changed.
/// </summary>
/// <param name="Http">For HTTP, to stand behind whatever reads tokens.</param>
/// <param name="Network">For other connections.</param>
internal sealed record AuthorizationFilters(IReadOnlyList<HttpFilter> Http, IReadOnlyList<Filter> Network)
{
    private const string ShadowAllowPrefix = "istio_dry_run_allow_";
    private const string ShadowDenyPrefix = "istio_dry_run_deny_";
    private const string NetworkStatPrefix = "tcp.";

    private static readonly (AuthorizationAction Policy, RBAC.Types.Action Rbac)[] s_order =
    [
        (AuthorizationAction.Audit, RBAC.Types.Action.Log),
        (AuthorizationAction.Deny, RBAC.Types.Action.Deny),
        (AuthorizationAction.Allow, RBAC.Types.Action.Allow),
    ];

    /// <summary>The filters of a workload's policies.</summary>
    public static AuthorizationFilters Of(WorkloadPolicies policies, MeshOptions options) => new(
        [.. RulesOf(policies, options, isTcp: false).Select(ToHttp)],
        [.. RulesOf(policies, options, isTcp: true).Select(ToNetwork)]);

    private static IEnumerable<RbacRules> RulesOf(WorkloadPolicies policies, MeshOptions options, bool isTcp)
    {
        var aliases = new TrustDomainAliases(options.TrustDomain, options.TrustDomainAliases);
        foreach (var (action, rbacAction) in s_order)
        {
            var ofAction = policies.Of(action);
            if (ofAction.Count > 0)
                yield return new RbacBuilder(aliases, rbacAction, isTcp).Build(ofAction, RbacBuilder.NameOf);
        }
    }

    private static HttpFilter ToHttp(RbacRules rules) => new()
    {
        Name = "envoy.filters.http.rbac",
        TypedConfig = Pack.Any(new HttpRbac
        {
            Rules = rules.Enforced,
            ShadowRules = rules.Shadow,
            ShadowRulesStatPrefix = ShadowPrefixOf(rules.Shadow),
        }),
    };

    private static Filter ToNetwork(RbacRules rules) => new()
    {
        Name = "envoy.filters.network.rbac",
        TypedConfig = Pack.Any(new NetworkRbac
        {
            Rules = rules.Enforced,
            ShadowRules = rules.Shadow,
            ShadowRulesStatPrefix = ShadowPrefixOf(rules.Shadow),
            StatPrefix = NetworkStatPrefix,
        }),
    };

    private static string ShadowPrefixOf(RBAC? shadow) => shadow?.Action switch
    {
        null or RBAC.Types.Action.Allow => ShadowAllowPrefix,
        RBAC.Types.Action.Deny => ShadowDenyPrefix,
        _ => "",
    };
}
